//! `coterie demo`: two accounts with people and data, to look around in.

use backend::{Backend, demo};

use super::Stopped;
use crate::config::Config;

pub(super) async fn run(backend: &Backend, config: &Config) -> Result<(), Stopped> {
    let failed = |error| Stopped::failed("the demo cannot be loaded", error);
    backend.db.migrate().await.map_err(failed)?;
    demo::load(backend).await.map_err(failed)?;
    println!(
        "the demo is loaded: sign in at {} as {} / {}",
        config.public_url.as_str(),
        demo::OWNER,
        demo::PASSWORD
    );
    Ok(())
}
