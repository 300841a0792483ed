//! The demo: two accounts with people and data, to look around in and to test on. Dates are relative to now.
//!
//! Northwind Studio and its four contacts, and Fabrikam Labs, where Sam of Northwind has a second membership. Everyone
//! with a login has the same password. Loading again changes nothing.

mod billing;
mod billing_rows;
mod business;
mod history;
mod letters;
mod people;
mod possessions;
mod tickets;
mod writer;

use domain::{
    AccountId, Category, ContactId, EmailAddress, Locale, Password, Permission, Timestamp, UserId, activity::Event,
    contact_form::PersonalDetails,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::{
    Backend, Failure, Tx,
    access::{Author, SystemAccess, SystemReason},
    activity,
    db::{
        entity::{accounts, users},
        found,
    },
    moments::Moments,
    set_up::{self, NewAccount},
};
use people::{Login, NewContact};

/// The password of everyone with a login in the demo.
pub const PASSWORD: &str = "correct horse battery";
/// The owner of Northwind Studio.
pub const OWNER: &str = "owner@northwind.test";
const TIME_ZONE: &str = "Europe/Oslo";

/// Loads the demo, unless it is there already.
pub async fn load(backend: &Backend) -> Result<(), Failure> {
    let _system = SystemAccess::new(SystemReason::Operator);
    let there = users::Entity::find().filter(users::Column::EmailCanonical.eq(OWNER)).one(backend.db.read()).await?;
    if there.is_some() {
        return Ok(());
    }
    let password = Password::new(PASSWORD.to_owned());
    let mut hashes = Vec::new();
    for _ in 0..4 {
        hashes.push(backend.passwords.hash(&password).await?);
    }
    let mut hashes = hashes.into_iter();
    let mut hash = || hashes.next().ok_or(Failure::Hashing);

    let loader = Loader { backend: backend.clone(), tx: backend.db.write().await?, now: backend.now() };
    let northwind = loader.northwind(hash()?).await?;
    let sam = loader.user("sam@codeworks.test", "Sam Okafor", 290, hash()?).await?;
    let kai = loader.user("kai@zones.test", "Kai Solberg", 41, hash()?).await?;
    loader.northwind_people(northwind, sam, kai).await?;
    billing::catalogue(&loader).await?;
    business::northwind(&loader, northwind).await?;
    let fabrikam = loader.fabrikam(hash()?, sam).await?;
    business::fabrikam(&loader, fabrikam).await?;
    loader.tx.commit().await
}

/// Loads within one transaction, as seen from now.
struct Loader {
    backend: Backend,
    tx: Tx,
    now: Timestamp,
}

impl Loader {
    /// That many days before now; negative: after.
    fn ago(&self, days: i64) -> Timestamp {
        self.now.plus(-days * Timestamp::DAY)
    }

    async fn northwind(&self, hash: String) -> Result<AccountId, Failure> {
        let details = PersonalDetails {
            first_name: "Astrid".into(),
            last_name: "Berg".into(),
            company: "Northwind Studio".into(),
            phone: "+47 22 12 34 56".into(),
            address1: "Storgata 14".into(),
            city: "Oslo".into(),
            postcode: "0184".into(),
            country: domain::country::Country::from_code("NO"),
            tax_id: "NO 987 654 321 MVA".into(),
            ..PersonalDetails::default()
        };
        self.account(OWNER, details, 412, hash).await
    }

    async fn account(
        &self,
        owner: &str,
        details: PersonalDetails,
        days: i64,
        hash: String,
    ) -> Result<AccountId, Failure> {
        let new = NewAccount {
            email: address(owner)?,
            password: None,
            details,
            locale: Locale::English,
            time_zone: TIME_ZONE.to_owned(),
        };
        set_up::insert(&self.tx, self.ago(days), &new, Some(hash)).await
    }

    async fn northwind_people(&self, account: AccountId, sam: UserId, kai: UserId) -> Result<(), Failure> {
        let astrid = Author {
            user: Some(self.owner(account).await?),
            name: "Astrid Berg".into(),
            email: OWNER.into(),
            address: "192.0.2.44".into(),
        };
        let moments = Moments::new(Locale::English, TIME_ZONE, self.now);
        let in_20_days = moments.end_of(moments.today().plus_days(20));
        let ines = NewContact {
            details: PersonalDetails {
                first_name: "Inês".into(),
                last_name: "Duarte".into(),
                company: "Ledger & Co".into(),
                phone: "+47 55 90 12 00".into(),
                address1: "Strandgaten 3".into(),
                city: "Bergen".into(),
                postcode: "5013".into(),
                country: domain::country::Country::from_code("NO"),
                tax_id: "NO 912 345 678 MVA".into(),
                ..PersonalDetails::default()
            },
            email: "ines@ledger.test",
            categories: &[Category::Invoice],
            days: 380,
            ..NewContact::default()
        };
        people::contact(self, account, &astrid, ines).await?;
        let developer = NewContact {
            details: PersonalDetails {
                first_name: "Sam".into(),
                last_name: "Okafor".into(),
                company: "Codeworks".into(),
                phone: "+44 20 7946 0918".into(),
                country: domain::country::Country::from_code("GB"),
                ..PersonalDetails::default()
            },
            email: "sam@codeworks.test",
            categories: &[Category::Support],
            days: 290,
            login: Some(Login {
                user: sam,
                permissions: [Permission::Products, Permission::ManageProducts, Permission::Tickets]
                    .into_iter()
                    .collect(),
                ends_at: None,
                last_sign_in: Some(self.now.plus(-26 * Timestamp::HOUR)),
            }),
            ..NewContact::default()
        };
        let developer = people::contact(self, account, &astrid, developer).await?;
        let noor = NewContact {
            details: PersonalDetails {
                first_name: "Noor".into(),
                last_name: "Berg".into(),
                phone: "+47 900 12 345".into(),
                ..PersonalDetails::default()
            },
            email: "noor@home.test",
            locale: Locale::Bokmal,
            categories: &[Category::General],
            days: 150,
            ..NewContact::default()
        };
        people::contact(self, account, &astrid, noor).await?;
        let manager = NewContact {
            details: PersonalDetails {
                first_name: "Kai".into(),
                last_name: "Solberg".into(),
                company: "Zones AS".into(),
                phone: "+47 73 80 11 22".into(),
                country: domain::country::Country::from_code("NO"),
                ..PersonalDetails::default()
            },
            email: "kai@zones.test",
            days: 40,
            login: Some(Login {
                user: kai,
                permissions: [Permission::Domains, Permission::ManageDomains].into_iter().collect(),
                ends_at: Some(in_20_days),
                last_sign_in: Some(self.ago(6)),
            }),
            ..NewContact::default()
        };
        people::contact(self, account, &astrid, manager).await?;
        self.recent_activity(account, &astrid, (sam, developer)).await
    }

    /// What happened lately, so that the log has something to show.
    async fn recent_activity(
        &self,
        account: AccountId,
        owner: &Author,
        (user, contact): (UserId, ContactId),
    ) -> Result<(), Failure> {
        let developer = Author {
            user: Some(user),
            name: "Sam Okafor".into(),
            email: "sam@codeworks.test".into(),
            address: "198.51.100.23".into(),
        };
        let fields = vec![domain::ContactField::Phone];
        let entries = [
            (owner, None, Event::SignedIn, self.ago(12)),
            (
                owner,
                Some((contact, "Sam Okafor", "sam@codeworks.test")),
                Event::ContactChanged { fields },
                self.ago(12).plus(4 * Timestamp::MINUTE),
            ),
            (&developer, None, Event::SignInFailed, self.now.plus(-27 * Timestamp::HOUR)),
            (&developer, None, Event::SignedIn, self.now.plus(-26 * Timestamp::HOUR)),
            (
                &developer,
                None,
                Event::Refused { permission: Permission::Invoices },
                self.now.plus(-26 * Timestamp::HOUR + 9 * Timestamp::MINUTE),
            ),
        ];
        for (author, subject, event, at) in entries {
            activity::record(&self.tx, account, author, subject, &event, at).await?;
        }
        Ok(())
    }

    async fn owner(&self, account: AccountId) -> Result<UserId, Failure> {
        let row = found(accounts::Entity::find_by_id(account.0).one(self.tx.conn()).await?)?;
        Ok(UserId(row.owner_user_id))
    }

    async fn fabrikam(&self, hash: String, sam: UserId) -> Result<AccountId, Failure> {
        let details = PersonalDetails {
            first_name: "Jonas".into(),
            last_name: "Falk".into(),
            company: "Fabrikam Labs".into(),
            phone: "+47 51 77 20 20".into(),
            address1: "Verksgata 62".into(),
            city: "Stavanger".into(),
            postcode: "4013".into(),
            country: domain::country::Country::from_code("NO"),
            tax_id: "NO 923 456 789 MVA".into(),
            ..PersonalDetails::default()
        };
        let account = self.account("owner@fabrikam.test", details, 230, hash).await?;
        let jonas = Author {
            user: Some(self.owner(account).await?),
            name: "Jonas Falk".into(),
            email: "owner@fabrikam.test".into(),
            address: "203.0.113.9".into(),
        };
        let sam = NewContact {
            details: PersonalDetails {
                first_name: "Sam".into(),
                last_name: "Okafor".into(),
                company: "Codeworks".into(),
                phone: "+44 20 7946 0918".into(),
                country: domain::country::Country::from_code("GB"),
                ..PersonalDetails::default()
            },
            email: "sam@codeworks.test",
            days: 200,
            login: Some(Login {
                user: sam,
                permissions: [Permission::Contacts, Permission::Products].into_iter().collect(),
                ends_at: None,
                last_sign_in: Some(self.ago(9)),
            }),
            ..NewContact::default()
        };
        people::contact(self, account, &jonas, sam).await?;
        Ok(account)
    }
}

fn address(text: &str) -> Result<EmailAddress, Failure> {
    EmailAddress::parse(text).map_err(|_| Failure::inconsistent("the demo has a wrong address"))
}
