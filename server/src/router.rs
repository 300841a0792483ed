//! Which request goes where, and through what.

use std::sync::{Arc, LazyLock};

use app::Site;
use axum::{
    Router,
    extract::FromRef,
    http::request::Parts,
    middleware::{from_fn, from_fn_with_state},
    routing::get,
};
use backend::Backend;
use domain::{Code as _, Locale};
use leptos::{
    config::LeptosOptions,
    nonce::Nonce,
    prelude::{provide_context, with_context},
};
use leptos_axum::{AxumRouteListing, LeptosRoutes as _, generate_route_list};
use tower_http::{
    CompressionLevel,
    compression::{
        CompressionLayer,
        predicate::{NotForContentType, Predicate as _, SizeAbove},
    },
};

use crate::{
    config::Config,
    http::{
        assets::Assets, body_limit, broken, client_address, downloads, health, health::Readiness, loopback, mail,
        mail_preview, mailbox, metrics, metrics::Metrics, panel, reload, request_id, same_origin, security_headers,
        server_fn_status, session_layer::session_layer, tickets,
    },
};

/// What the requests of one server share.
#[derive(Clone)]
pub struct AppState {
    pub backend: Backend,
    pub config: Arc<Config>,
    pub assets: Arc<Assets>,
    pub metrics: Arc<Metrics>,
    pub readiness: Readiness,
    /// Tells one start of the server from another.
    pub boot: Arc<str>,
    leptos: LeptosOptions,
}

impl AppState {
    pub fn new(backend: Backend, config: Arc<Config>, assets: Arc<Assets>) -> Self {
        Self {
            backend,
            config,
            assets,
            metrics: Arc::default(),
            readiness: Readiness::default(),
            boot: uuid::Uuid::now_v7().simple().to_string().into(),
            // Only its presence counts: we neither let leptos serve files nor write its script tags.
            leptos: LeptosOptions::builder().output_name("client").build(),
        }
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}

/// The addresses of all pages, as they are routed.
///
/// Listed once, before the first of them can be asked for: while leptos lists them, no page of the process gets data,
/// and one that asks for some in that moment waits for ever.
pub fn listed_pages() -> &'static [AxumRouteListing] {
    static LISTED: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(app::App));
    &LISTED
}

/// The whole product as a service.
pub fn router(state: &AppState) -> Router {
    let mut around = Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(metrics::metrics))
        .merge(mail::routes())
        .merge(panel::routes())
        .merge(tickets::routes(state))
        .merge(state.assets.routes());
    if state.config.demo {
        around = around.merge(mailbox::routes()).merge(mail_preview::routes()).merge(panel::demo_routes());
    }
    if state.config.watch.is_some() {
        around = around.route("/dev/boot", get(reload::boot));
    }
    // The layer added last is the first that a request meets.
    pages(state)
        .merge(around)
        .layer(from_fn_with_state(state.clone(), client_address::client_address))
        .layer(from_fn_with_state(state.clone(), loopback::loopback_only))
        .layer(from_fn(broken::catch_panic))
        .layer(from_fn_with_state(state.clone(), security_headers::common))
        .layer(from_fn_with_state(state.clone(), metrics::count))
        .layer(from_fn(request_id::request_id))
        .with_state(state.clone())
}

/// Pages and server functions.
fn pages(state: &AppState) -> Router<AppState> {
    let mut router = Router::new()
        .leptos_routes_with_context(state, listed_pages().to_vec(), context(state), app::shell)
        .layer(from_fn(server_fn_status::server_fn_status))
        .merge(downloads::routes())
        // Around the right statuses: a session is not saved when the answer is a failure of ours.
        .layer(session_layer(&state.backend, &state.config.public_url));
    if state.config.watch.is_some() {
        router = router.layer(from_fn_with_state(state.clone(), reload::add_script));
    }
    // Cheap rather than small: a page is compressed anew for each request. Below a packet it is not worth it.
    let worth_it = SizeAbove::new(1024).and(NotForContentType::IMAGES);
    let compression = CompressionLayer::new().gzip(true).quality(CompressionLevel::Precise(4)).compress_when(worth_it);
    router
        .layer(compression)
        .layer(from_fn(body_limit::body_limit))
        .layer(from_fn_with_state(state.clone(), same_origin::same_origin))
        .layer(from_fn(broken::lose_patience))
        .layer(from_fn_with_state(state.clone(), security_headers::page))
}

/// What pages and server functions find in their context.
fn context(state: &AppState) -> impl Fn() + Clone + Send + Sync + 'static {
    let backend = state.backend.clone();
    let path = |name| state.assets.path(name).unwrap_or_default();
    let client = |locale: Option<Locale>| {
        let name = locale.map_or_else(|| "client".to_owned(), |locale| format!("client.{}", locale.code()));
        let file = |kind| state.assets.path(&format!("{name}.{kind}"));
        Some(app::Client { locale, js: file("js")?, wasm: file("wasm")? })
    };
    let clients = Locale::ALL.iter().copied().map(Some).chain([None]).filter_map(client).collect();
    let assets = app::Assets { css: path("main.css"), clients };
    let site = Site {
        brand: state.config.brand.clone(),
        accent: state.config.brand_color.clone().unwrap_or_default(),
        demo: state.config.demo,
        affiliates: state.config.affiliates,
    };
    move || {
        provide_context(backend.clone());
        provide_context(assets.clone());
        provide_context(site.clone());
        provide_context(app::api::request::Cache::default());
        // The one in the Content-Security-Policy takes the place of the one that leptos made.
        if let Some(Some(nonce)) = with_context::<Parts, _>(|parts| parts.extensions.get::<Nonce>().cloned()) {
            provide_context(nonce);
        }
    }
}
