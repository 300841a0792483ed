//! Following such a link: what it would do, and doing it.

use domain::{
    AccountId, AppError, Category, CategorySet, ContactId, Locale, Timestamp,
    activity::Event,
    recipients::{Person, Role},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, LockType, Query},
};

use super::{links::may_leave, stopped::DISOWNED};
use crate::{
    Backend, Failure, Tx,
    access::{Author, SystemAccess},
    activity,
    bounces::{Missed, pass_to_owner},
    db::entity::{contacts, outbox},
    mail::{
        MailEvent, Notice,
        tokens::{Leave, Leaving, Tokens, mark},
    },
    memberships::touch_contact,
    people::{Account, people, set_categories, set_owner_categories},
};

/// What a link is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub account_name: String,
    pub address: String,
    pub locale: Locale,
    /// `None`: everything.
    pub category: Option<Category>,
    pub standing: Standing,
}

/// How what a link is about stands now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// These emails are sent.
    Sent,
    /// They are not, or not any more.
    Left,
    /// They are, and nobody else would get them (rule 10), so they go on.
    NobodyElse,
}

/// A person with a link, in a transaction.
struct Holder {
    tx: Tx,
    now: Timestamp,
    account: Account,
    person: Person,
    leaving: Leaving,
    disowned: bool,
}

/// What the link would do. `None`: it means nothing any more.
pub async fn look(backend: &Backend, system: &SystemAccess, token: &str) -> Result<Option<Asked>, Failure> {
    match Holder::find(backend, system, token).await? {
        Some(holder) => holder.asked().await.map(Some),
        None => Ok(None),
    }
}

/// Does what the link is for. `from` is the network address that it came from. `None`: the link means nothing any more.
pub async fn leave(
    backend: &Backend,
    system: &SystemAccess,
    token: &str,
    from: &str,
) -> Result<Option<Asked>, Failure> {
    let Some(mut holder) = Holder::find(backend, system, token).await? else {
        return Ok(None);
    };
    let mut asked = holder.asked().await?;
    if asked.standing == Standing::Sent {
        match (holder.leaving.what, holder.leaving.contact) {
            (Leave::Category(category), _) => holder.leave_category(category, from).await?,
            (Leave::Everything, Some(contact)) => holder.disown(contact, from).await?,
            (Leave::Everything, None) => return Ok(None),
        }
        asked.standing = Standing::Left;
        holder.tx.commit().await?;
    }
    Ok(Some(asked))
}

/// Takes "this is not me" back, with the same link: somebody clicked it by mistake.
pub async fn take_back(
    backend: &Backend,
    system: &SystemAccess,
    token: &str,
    from: &str,
) -> Result<Option<Asked>, Failure> {
    let Some(holder) = Holder::find(backend, system, token).await? else {
        return Ok(None);
    };
    let mut asked = holder.asked().await?;
    if let (Leave::Everything, Some(contact), true) = (holder.leaving.what, holder.leaving.contact, holder.disowned) {
        holder.mark(contact, None).await?;
        holder.log(from, &Event::MailRestored).await?;
        asked.standing = Standing::Sent;
        holder.tx.commit().await?;
    }
    Ok(Some(asked))
}

impl Holder {
    async fn find(backend: &Backend, _system: &SystemAccess, token: &str) -> Result<Option<Self>, Failure> {
        let tx = backend.db.write().await?;
        let Some(leaving) = Tokens::load(tx.conn()).await?.read_leaving(token) else {
            return Ok(None);
        };
        let account = match Account::lock(&tx, leaving.account).await {
            Ok(account) => account,
            Err(Failure::Refused(AppError::NotFound)) => return Ok(None),
            Err(failure) => return Err(failure),
        };
        let role = leaving.contact.map_or(Role::Owner, Role::Contact);
        let people = people(tx.conn(), account.id).await?;
        let Some(person) = people.into_iter().find(|person| person.role == role) else {
            return Ok(None);
        };
        if mark(&person.address) != leaving.address {
            return Ok(None);
        }
        let disowned = match leaving.contact {
            Some(contact) => is_disowned(&tx, account.id, contact).await?,
            None => false,
        };
        Ok(Some(Self { tx, now: backend.now(), account, person, leaving, disowned }))
    }

    async fn asked(&self) -> Result<Asked, Failure> {
        let (category, standing) = match self.leaving.what {
            Leave::Everything => (None, if self.disowned { Standing::Left } else { Standing::Sent }),
            Leave::Category(category) => (Some(category), self.standing(category).await?),
        };
        Ok(Asked {
            account_name: self.account.name.clone(),
            address: self.person.address.to_string(),
            locale: self.person.locale,
            category,
            standing,
        })
    }

    async fn standing(&self, category: Category) -> Result<Standing, Failure> {
        if self.disowned || !self.person.categories.contains(category) {
            return Ok(Standing::Left);
        }
        let may = may_leave(&self.tx, self.account.id, self.person.role, category).await?;
        Ok(if may { Standing::Sent } else { Standing::NobodyElse })
    }

    async fn leave_category(&mut self, category: Category, from: &str) -> Result<(), Failure> {
        let before = self.person.categories;
        let after = before.minus(CategorySet::from_iter([category]));
        let (tx, account) = (&self.tx, self.account.id);
        if let Some(contact) = self.leaving.contact {
            set_categories(tx, account, contact, before, after).await?;
            touch_contact(tx, account, contact, &self.person.name, self.now).await?;
        } else {
            set_owner_categories(tx, account, before, after).await?;
            touch_account(tx, account).await?;
        }
        self.log(from, &Event::EmailsChanged { before, after }).await
    }

    /// Stops everything that goes to a contact, and tells the owner.
    async fn disown(&mut self, contact: ContactId, from: &str) -> Result<(), Failure> {
        self.mark(contact, Some(self.now.0)).await?;
        self.drop_waiting(contact).await?;
        self.log(from, &Event::MailDisowned).await?;
        let notice = Notice::MailDisowned { name: self.person.name.clone(), email: self.person.address.to_string() };
        let event = MailEvent::OwnerNotice {
            account: self.account.id,
            account_name: self.account.name.clone(),
            by: String::new(),
            notice,
        };
        self.account.tell(&self.tx, self.now, &self.account.owner, event).await
    }

    /// Throws away what waits for a contact; what must not get lost goes to the owner instead. What is being sent just now
    /// is looked at when it is tried again.
    async fn drop_waiting(&self, contact: ContactId) -> Result<(), Failure> {
        let mut waiting = outbox::Entity::find()
            .filter(outbox::Column::AccountId.eq(self.account.id.0))
            .filter(outbox::Column::ContactId.eq(contact.0))
            .filter(outbox::Column::State.is_in(["queued", "held"]))
            .filter(outbox::Column::LeaseUntil.is_null())
            .order_by_asc(outbox::Column::Id)
            .lock(LockType::Update)
            .all(self.tx.conn())
            .await?;
        outbox::Entity::update_many()
            .col_expr(outbox::Column::State, Expr::value("dropped"))
            .col_expr(outbox::Column::DoneAt, Expr::value(self.now.0))
            .col_expr(outbox::Column::LastError, Expr::value(DISOWNED))
            .filter(outbox::Column::Id.is_in(waiting.iter().map(|letter| letter.id)))
            .exec(self.tx.conn())
            .await?;
        // Two that pass on copies of the same emails take them in the same order.
        waiting.sort_by_key(|letter| letter.email_id);
        for letter in &waiting {
            pass_to_owner(&self.tx, letter, Missed::Unreachable, self.now).await?;
        }
        Ok(())
    }

    async fn mark(&self, contact: ContactId, disowned_at: Option<i64>) -> Result<(), Failure> {
        contacts::Entity::update_many()
            .set(contacts::ActiveModel { disowned_at: Set(disowned_at), ..Default::default() })
            .filter(contacts::Column::AccountId.eq(self.account.id.0))
            .filter(contacts::Column::Id.eq(contact.0))
            .exec(self.tx.conn())
            .await?;
        Ok(())
    }

    /// Logs what was done by the person whose mailbox it is.
    async fn log(&self, from: &str, event: &Event) -> Result<(), Failure> {
        let (name, email) = (self.person.name.clone(), self.person.address.to_string());
        let author = Author { user: None, name, email, address: from.to_owned() };
        let subject = self.leaving.contact.map(|contact| (contact, author.name.as_str(), author.email.as_str()));
        activity::record(&self.tx, self.account.id, &author, subject, event, self.now).await
    }
}

async fn is_disowned(tx: &Tx, account: AccountId, contact: ContactId) -> Result<bool, Failure> {
    let row = contacts::Entity::find_by_id((account.0, contact.0)).one(tx.conn()).await?;
    Ok(row.is_some_and(|row| row.disowned_at.is_some()))
}

/// Notes on the account that something changed, so that a form filled before is not saved over it.
async fn touch_account(tx: &Tx, account: AccountId) -> Result<(), Failure> {
    let update = Query::update()
        .table("accounts")
        .value("version", Expr::col("version").add(1))
        .and_where(Expr::col("id").eq(account.0))
        .take();
    tx.conn().execute(&update).await?;
    Ok(())
}
