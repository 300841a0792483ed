//! `coterie serve`: the pages, until somebody asks the process to end.

use std::{io, sync::Arc};

use backend::{Backend, outbox::Worker};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    time::timeout,
};
use tokio_util::sync::CancellationToken;

use super::Stopped;
use crate::{
    config::Config,
    http::assets::Assets,
    router::{AppState, router},
    serve,
};

pub(super) async fn serve(backend: Backend, config: Arc<Config>) -> Result<(), Stopped> {
    let listener = TcpListener::bind(config.listen).await.map_err(|error| cannot_listen(&config, &error))?;
    check_templates(&backend, &config)?;
    let assets = match &config.watch {
        Some(folder) => Assets::read(folder).map_err(|problem| Stopped::Usage(format!("COTERIE_WATCH: {problem}")))?,
        None => Assets::embedded(),
    };
    if assets.is_empty() {
        tracing::warn!("this binary was built without the client: pages have neither styles nor script");
    }
    match backend.db.is_migrated().await {
        Ok(true) => {}
        Ok(false) => tracing::warn!("migrations are missing: run `coterie migrate`"),
        Err(error) => tracing::warn!(%error, "the migrations cannot be checked"),
    }
    if backend.settings.secret_keys.is_empty() {
        tracing::warn!("COTERIE_SECRET_KEYS is not set: neither passwords of services nor codes of domains are shown");
    }
    let state = AppState::new(backend.clone(), config.clone(), assets);
    let end = end_signal().map_err(|error| Stopped::failed("signals cannot be received", error))?;
    let worker = Worker::new(backend.clone()).map_err(|error| Stopped::Usage(format!("COTERIE_SMTP_URL: {error}")))?;
    state.metrics.watch(worker.outcomes());
    let no_more_mail = CancellationToken::new();
    let worker = tokio::spawn(worker.run(no_more_mail.clone()));
    let router = router(&state);
    let only = if config.demo { " (demo: this machine only)" } else { "" };
    tracing::info!("serving {} for {}{only}", config.listen, config.public_url.as_str());
    let readiness = state.readiness.clone();
    serve::serve(listener, router, async move {
        end.await;
        tracing::info!("ending: waiting for what is under way");
        readiness.stop();
    })
    .await;
    // After the last request, so that its mail may leave too.
    no_more_mail.cancel();
    match timeout(serve::END_WITHIN, worker).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::error!(%error, "the outbox worker broke"),
        Err(_) => tracing::warn!("mail that was being sent did not leave in time; it will be tried again"),
    }
    if let Err(error) = backend.db.close().await {
        tracing::warn!(%error, "the database did not close");
    }
    Ok(())
}

/// The operator's own templates must work before the first email is due. The built-in ones are tried when they are
/// built.
fn check_templates(backend: &Backend, config: &Config) -> Result<(), Stopped> {
    if config.mail_templates.is_none() {
        return Ok(());
    }
    let Err(broken) = backend.settings.templates.check() else { return Ok(()) };
    let first = broken.first().map(ToString::to_string).unwrap_or_default();
    let more = match broken.len() {
        0 | 1 => String::new(),
        count => format!(" ({} more are broken: `coterie mail check` lists them)", count - 1),
    };
    Err(Stopped::Usage(format!("COTERIE_MAIL_TEMPLATES: {first}{more}")))
}

fn cannot_listen(config: &Config, error: &io::Error) -> Stopped {
    let listen = config.listen;
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            Stopped::Failed(format!("{listen} is taken by another program; COTERIE_LISTEN chooses another"))
        }
        io::ErrorKind::AddrNotAvailable => {
            Stopped::Usage(format!("COTERIE_LISTEN (--listen) is {listen}, which is no address of this machine"))
        }
        io::ErrorKind::PermissionDenied => Stopped::Usage(format!(
            "COTERIE_LISTEN (--listen) is {listen}, but ports below 1024 are for root; choose a higher one"
        )),
        _ => Stopped::failed(&format!("{listen} cannot be served"), error),
    }
}

/// Comes when the process is asked to end: SIGTERM, or Ctrl-C.
fn end_signal() -> io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
