//! An account with people on it, and a look behind the backend's back: at mail, log and rows.

use backend::{
    Failure,
    access::{Access, Actor, ManageContacts, Need, Origin, Presence, SystemAccess, SystemReason, load},
    contacts,
    set_up::{NewAccount, create_account},
};
use domain::{
    AccountId, AppError, Code, ContactForm, ContactId, EmailAddress, Locale, Permission, UserId,
    contact_form::PersonalDetails,
};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement, Value};
use uuid::Uuid;

use crate::world::World;

pub const OWNER: &str = "owner@northwind.test";

/// An account with an owner.
pub struct Stage {
    pub world: World,
    /// A second connection to the same database.
    pub raw: DatabaseConnection,
    pub account: AccountId,
    pub owner: Actor,
}

impl Stage {
    pub async fn new(world: World) -> Self {
        let raw = sea_orm::Database::connect(&world.url).await.unwrap();
        let account = account(&world, OWNER).await;
        let owner = actor(&world, &raw, OWNER, Some(account)).await.unwrap();
        let stage = Self { world, raw, account, owner };
        stage.forget_mail().await;
        stage
    }

    /// A contact saved by the owner.
    pub async fn add(&self, form: &ContactForm) -> ContactId {
        self.save(&self.owner, None, form).await.unwrap()
    }

    pub async fn save(&self, by: &Actor, id: Option<ContactId>, form: &ContactForm) -> Result<ContactId, AppError> {
        let access = by.require::<ManageContacts>().map_err(refusal)?;
        contacts::save(&self.world.backend, &access, id, form).await.map(|saved| saved.id).map_err(refusal)
    }

    pub async fn delete(&self, by: &Actor, id: ContactId) -> Result<(), AppError> {
        let access = by.require::<ManageContacts>().map_err(refusal)?;
        contacts::delete(&self.world.backend, &access, id, None).await.map_err(refusal)
    }

    /// The form of a contact as the owner sees it.
    pub async fn form(&self, id: ContactId) -> ContactForm {
        self.editor(&self.owner, id).await.stored
    }

    pub async fn editor(&self, by: &Actor, id: ContactId) -> domain::contact::ContactEditor {
        let page = contacts::page(&self.world.backend, &may(by), contacts::Selected::One(id)).await.unwrap();
        *page.editor.unwrap()
    }

    /// What the invitation would lead to.
    pub async fn accept(&self, email: &str) {
        self.run(
            "UPDATE memberships SET state = 'active', activated_at = 1 WHERE state = 'invited' AND contact_id IN \
             (SELECT id FROM contacts WHERE email_canonical = $1)",
            [email.into()],
        )
        .await;
    }

    /// A sub-account that was accepted, and its user.
    pub async fn member(&self, email: &str, permissions: &[Permission]) -> (ContactId, Actor) {
        let id = self.add(&login(email, permissions)).await;
        self.accept(email).await;
        (id, self.actor(email).await.unwrap())
    }

    pub async fn actor(&self, email: &str) -> Result<Actor, Presence> {
        actor(&self.world, &self.raw, email, Some(self.account)).await
    }

    /// The login of an address.
    pub async fn user(&self, email: &str) -> UserId {
        user(&self.raw, email).await
    }

    pub async fn run<const N: usize>(&self, sql: &str, values: [Value; N]) -> u64 {
        let statement = Statement::from_sql_and_values(self.raw.get_database_backend(), sql, values);
        self.raw.execute_raw(statement).await.unwrap().rows_affected()
    }

    pub async fn texts<const N: usize>(&self, sql: &str, values: [Value; N]) -> Vec<(String, String)> {
        let statement = Statement::from_sql_and_values(self.raw.get_database_backend(), sql, values);
        let rows = self.raw.query_all_raw(statement).await.unwrap();
        rows.iter()
            .map(|row| (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap()))
            .collect()
    }

    /// Queued mail as `address: what`, in order of address.
    pub async fn mail(&self) -> Vec<String> {
        let mut found: Vec<String> = self
            .texts("SELECT recipient, event FROM outbox", [])
            .await
            .into_iter()
            .map(|(to, event)| {
                let event: serde_json::Value = serde_json::from_str(&event).unwrap();
                let notice = event["notice"]["notice"].as_str().map(|notice| format!("/{notice}")).unwrap_or_default();
                format!("{to}: {}{notice}", event["event"].as_str().unwrap())
            })
            .collect();
        found.sort();
        found
    }

    pub async fn forget_mail(&self) {
        self.run("DELETE FROM outbox", []).await;
    }

    /// The log as `kind of event subject's address`, oldest first.
    pub async fn log(&self) -> Vec<String> {
        self.texts("SELECT event, subject_email FROM activity ORDER BY number", [])
            .await
            .into_iter()
            .map(|(event, subject)| {
                let event: serde_json::Value = serde_json::from_str(&event).unwrap();
                format!("{} {subject}", event["kind"].as_str().unwrap()).trim().to_owned()
            })
            .collect()
    }

    /// The last entries of the log.
    pub async fn last(&self, count: usize) -> Vec<String> {
        let mut all = self.log().await;
        all.split_off(all.len().saturating_sub(count))
    }

    /// The operator's tasks: kinds and data, the oldest first (those of one instant in any order).
    pub async fn tasks(&self) -> Vec<(String, serde_json::Value)> {
        let tasks = self.texts("SELECT kind, data FROM operator_tasks ORDER BY created_at, id", []).await;
        tasks.into_iter().map(|(kind, data)| (kind, serde_json::from_str(&data).unwrap())).collect()
    }

    /// A service of the account.
    pub async fn service(&self, name: &str) -> domain::ServiceId {
        let id = Uuid::now_v7();
        self.run(
            "INSERT INTO services (account_id, id, name, product, status, price_minor, currency) \
             VALUES ($1, $2, $3, 'Hosting', 'active', 0, 'EUR')",
            [self.account.0.into(), id.into(), name.into()],
        )
        .await;
        domain::ServiceId(id)
    }
}

/// The right of the system itself.
pub fn system() -> SystemAccess {
    SystemAccess::new(SystemReason::Operator)
}

/// The proof that tests of contacts need.
pub fn may<N: Need>(actor: &Actor) -> Access<'_, N> {
    actor.require().unwrap()
}

pub fn refusal(failure: Failure) -> AppError {
    match failure {
        Failure::Refused(refusal) => refusal,
        other => panic!("{other}"),
    }
}

pub async fn account(world: &World, owner: &str) -> AccountId {
    let new = NewAccount {
        email: EmailAddress::parse(owner).unwrap(),
        password: None,
        details: PersonalDetails {
            first_name: "Nora".into(),
            last_name: "North".into(),
            company: "Northwind Studio".into(),
            ..PersonalDetails::default()
        },
        locale: Locale::English,
        time_zone: "Europe/Oslo".into(),
    };
    create_account(&world.backend, &SystemAccess::new(SystemReason::Operator), new).await.unwrap()
}

async fn user(raw: &DatabaseConnection, email: &str) -> UserId {
    let sql = "SELECT id FROM users WHERE email_canonical = $1";
    let statement = Statement::from_sql_and_values(raw.get_database_backend(), sql, [email.into()]);
    UserId(raw.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap())
}

/// Who that user is on that account now.
pub async fn actor(
    world: &World,
    raw: &DatabaseConnection,
    email: &str,
    account: Option<AccountId>,
) -> Result<Actor, Presence> {
    let user = user(raw, email).await;
    let origin = Origin { address: "192.0.2.7".into(), device: "a test".into() };
    match load(&world.backend.db, world.backend.now(), user, account, origin).await.unwrap() {
        Presence::On(actor) => Ok(*actor),
        other => Err(other),
    }
}

/// A contact that gets mail only. The name is what stands before the `@`.
pub fn contact(email: &str) -> ContactForm {
    let (name, _) = email.split_once('@').unwrap();
    ContactForm {
        first_name: name.to_owned(),
        last_name: "Test".to_owned(),
        email: email.to_owned(),
        scope: "all".to_owned(),
        language: Locale::English.code().to_owned(),
        ..ContactForm::default()
    }
}

/// A contact with a login.
pub fn login(email: &str, permissions: &[Permission]) -> ContactForm {
    ContactForm { activate: true, permissions: permissions.iter().copied().collect(), ..contact(email) }
}

/// A contact whose address can be printed on an invoice.
pub fn printable(email: &str) -> ContactForm {
    ContactForm {
        address1: "Storgata 1".into(),
        city: "Oslo".into(),
        postcode: "0155".into(),
        country: "NO".into(),
        ..contact(email)
    }
}
