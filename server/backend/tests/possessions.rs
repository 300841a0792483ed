//! The demo, and people of it signed in, for the tests of services and domains.

use std::sync::Arc;

use backend::{
    access::{Access, Actor, Need, Origin},
    demo,
    sessions::{self, SignedIn, Store},
};
use domain::{AppError, DomainId, Password, ServiceId};
use tower_sessions::Session;

use crate::{behind::Behind, world::World};

pub const NORTHWIND: &str = "Northwind Studio";
pub const FABRIKAM: &str = "Fabrikam Labs";
pub const JONAS: &str = "owner@fabrikam.test";
pub const SAM: &str = "sam@codeworks.test";
pub const KAI: &str = "kai@zones.test";

/// The demo's database, and a look behind the backend's back.
pub struct Scene {
    pub world: World,
    pub behind: Behind,
}

impl Scene {
    pub async fn new(world: World) -> Self {
        demo::load(&world.backend).await.unwrap();
        let behind = Behind::of(&world).await;
        Self { world, behind }
    }

    pub async fn owner(&self) -> Actor {
        self.actor(demo::OWNER).await
    }

    /// Somebody on Northwind Studio, as read from the database now.
    pub async fn actor(&self, email: &str) -> Actor {
        self.behind.actor(&self.world, email, NORTHWIND).await
    }

    /// A session that somebody just opened.
    pub async fn session(&self, email: &str) -> SignedIn {
        let user = self.behind.user(email).await;
        let store = Store::new(self.world.backend.db.clone(), self.world.backend.clock.clone());
        let session = Session::new(None, Arc::new(store), None);
        let now = self.world.backend.now();
        let signed_in = sessions::sign_in(&session, user, None, &origin(), now).await.unwrap();
        session.save().await.unwrap();
        signed_in
    }

    pub async fn service(&self, name: &str) -> ServiceId {
        ServiceId(self.behind.id(&format!("SELECT id FROM services WHERE name = '{name}'")).await)
    }

    pub async fn domain(&self, name: &str) -> DomainId {
        DomainId(self.behind.id(&format!("SELECT id FROM domains WHERE name = '{name}'")).await)
    }

    /// Gives somebody permissions on Northwind by plain SQL.
    pub async fn give(&self, email: &str, permissions: &[&str]) {
        for permission in permissions {
            let sql = format!(
                "INSERT INTO membership_permissions (account_id, contact_id, permission) \
                 SELECT contacts.account_id, contacts.id, '{permission}' FROM contacts \
                 JOIN accounts ON accounts.id = contacts.account_id \
                 WHERE accounts.company = '{NORTHWIND}' AND email_canonical = '{email}'"
            );
            assert_eq!(self.behind.run(&sql).await, 1);
        }
    }

    /// Takes all permissions of that name away.
    pub async fn take(&self, permission: &str) {
        self.behind
            .run(&format!("DELETE FROM membership_permissions WHERE permission = '{permission}'"))
            .await;
    }

    /// Limits somebody on Northwind to one service or domain.
    pub async fn limit(&self, email: &str, kind: &str, name: &str) {
        self.behind
            .run(&format!(
                "UPDATE memberships SET limited = TRUE WHERE contact_id IN (SELECT id FROM contacts WHERE \
                 email_canonical = '{email}')"
            ))
            .await;
        let sql = format!(
            "INSERT INTO membership_scope (account_id, contact_id, subject_kind, subject_id) \
             SELECT contacts.account_id, contacts.id, '{kind}', {kind}s.id FROM contacts \
             JOIN {kind}s ON {kind}s.account_id = contacts.account_id \
             WHERE {kind}s.name = '{name}' AND email_canonical = '{email}'"
        );
        assert_eq!(self.behind.run(&sql).await, 1);
    }

    /// The last entries of Northwind's log as `kind name`, the oldest first.
    pub async fn log(&self, last: usize) -> Vec<String> {
        let all = self
            .behind
            .texts(
                "SELECT event FROM activity JOIN accounts ON accounts.id = account_id \
                 WHERE company = 'Northwind Studio' ORDER BY number",
            )
            .await;
        let skip = all.len().saturating_sub(last);
        let told = all.into_iter().skip(skip).map(|event| {
            let event: serde_json::Value = serde_json::from_str(&event).unwrap();
            let name = event["service"].as_str().or(event["domain"].as_str()).unwrap_or_default();
            format!("{} {name}", event["kind"].as_str().unwrap()).trim().to_owned()
        });
        told.collect()
    }

    /// The kinds of the operator's tasks, by name.
    pub async fn tasks(&self) -> Vec<String> {
        self.behind.texts("SELECT kind FROM operator_tasks ORDER BY kind").await
    }
}

pub fn may<N: Need>(actor: &Actor) -> Access<'_, N> {
    actor.require().unwrap()
}

pub fn origin() -> Origin {
    Origin { address: "192.0.2.7".into(), device: "a test".into() }
}

pub fn own() -> Password {
    Password::new(demo::PASSWORD.to_owned())
}

pub fn none() -> Password {
    Password::default()
}

pub fn refused<T: std::fmt::Debug>(result: Result<T, backend::Failure>) -> AppError {
    match result {
        Err(backend::Failure::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

/// The refusal of a form for one input.
pub fn form(input: &str, problem: &str) -> AppError {
    AppError::Form(vec![(input.to_owned(), problem.to_owned())])
}
