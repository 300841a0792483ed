//! What the tests stand on: a server on a fresh database ([`World`]), people who send it requests ([`Client`]), and
//! somebody to hand emails to ([`MailServer`]).

mod client;
mod mail_server;
mod world;

pub use client::{Answer, Client, encode};
pub use mail_server::MailServer;
pub use world::{Engine, START, World};

/// Runs an async test on both engines: `on_both!(name, |world: World| async move { … });`
#[macro_export]
macro_rules! on_both {
    ($name:ident, $body:expr) => {
        mod $name {
            #[allow(unused_imports, reason = "most bodies use the names around them")]
            use super::*;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let body = $body;
                body($crate::harness::World::new($crate::harness::Engine::Sqlite).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                let body = $body;
                body($crate::harness::World::new($crate::harness::Engine::Postgres).await).await;
            }
        }
    };
}
