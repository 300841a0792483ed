//! Reading from the database who is behind a request: on every request, never from the cookie.

use domain::{AccountId, AppError, Code, ContactId, Locale, MembershipState, Rights, Timestamp, UserId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, Order, QueryFilter,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};
use uuid::Uuid;

use super::actor::{Actor, Origin, Standing};
use crate::{
    Db, Failure,
    db::entity::access_endings,
    memberships::{self, List},
};

/// What a signed-in user has before them.
#[derive(Clone, Debug)]
pub enum Presence {
    /// An account.
    On(Box<Actor>),
    /// Several accounts and none chosen, or invitations alone.
    Choosing {
        name: String,
        email: String,
        locale: Locale,
        accounts: usize,
        invitations: usize,
    },
    /// Nothing any more: access to that account ended then.
    Ended {
        name: String,
        email: String,
        locale: Locale,
        account_name: String,
        ended: Timestamp,
    },
    /// No account, now or before.
    Nowhere {
        name: String,
        email: String,
        locale: Locale,
    },
}

impl Presence {
    /// The user's language.
    pub fn locale(&self) -> Locale {
        match self {
            Self::On(actor) => actor.locale(),
            Self::Choosing { locale, .. } | Self::Ended { locale, .. } | Self::Nowhere { locale, .. } => *locale,
        }
    }

    /// The actor, or why there is none.
    pub fn actor(&self, describe: impl FnOnce(Timestamp) -> domain::Moment) -> Result<&Actor, Failure> {
        match self {
            Self::On(actor) => Ok(actor),
            Self::Ended { account_name, ended, .. } => {
                Err(AppError::AccessEnded { account_name: account_name.clone(), ended: describe(*ended) }.into())
            }
            Self::Choosing { .. } | Self::Nowhere { .. } => Err(AppError::NoAccount.into()),
        }
    }
}

/// The user, and an account that they own.
#[derive(FromQueryResult)]
struct UserRow {
    name: String,
    email: String,
    locale: String,
    account_id: Option<Uuid>,
    first_name: Option<String>,
    last_name: Option<String>,
    company: Option<String>,
    time_zone: Option<String>,
}

/// A membership of the user, with its account.
#[derive(FromQueryResult)]
struct MemberRow {
    account_id: Uuid,
    contact_id: Uuid,
    state: String,
    limited: bool,
    new_ones: bool,
    ends_at: Option<i64>,
    activated_at: Option<i64>,
    revoked_at: Option<i64>,
    first_name: String,
    last_name: String,
    company: String,
    time_zone: String,
}

/// An account that the user can open now.
struct Open {
    account: AccountId,
    name: String,
    time_zone: String,
    member: Option<(ContactId, List, Option<Timestamp>)>,
}

/// Reads who is behind a request: the user of the session, and the account that the session shows. Without a chosen
/// account (or when it cannot be opened any more), the only one there is, if there is just one.
///
/// # Errors
///
/// [`AppError::SignedOut`] when the user is not there any more.
pub async fn load(
    db: &Db,
    now: Timestamp,
    user: UserId,
    chosen: Option<AccountId>,
    origin: Origin,
) -> Result<Presence, Failure> {
    let rows = all::<UserRow>(db, &user_query(user)).await?;
    let Some(first) = rows.first() else { return Err(AppError::SignedOut.into()) };
    let (name, email) = (first.name.clone(), first.email.clone());
    let locale = Locale::from_code(&first.locale).unwrap_or_default();
    let mut open: Vec<Open> = rows.into_iter().filter_map(owned).collect();
    let members = all::<MemberRow>(db, &member_query(user)).await?;
    let mut invitations = 0;
    let mut ended: Option<(Timestamp, String)> = None;
    for row in members {
        let name = domain::account::display_name(&row.company, &row.first_name, &row.last_name);
        let stored = MembershipState::from_code(&row.state)
            .ok_or_else(|| Failure::inconsistent("a membership has an unknown state"))?;
        let ends_at = row.ends_at.map(Timestamp);
        match stored.at(ends_at, now) {
            MembershipState::Active => open.push(Open {
                account: AccountId(row.account_id),
                name,
                time_zone: row.time_zone,
                member: Some((ContactId(row.contact_id), List::of(row.limited, row.new_ones), ends_at)),
            }),
            MembershipState::Invited => invitations += 1,
            // An invitation that was declined or withdrawn, or that nobody answered in time, gave no access.
            MembershipState::Ended | MembershipState::Revoked if row.activated_at.is_none() => {}
            MembershipState::Ended => later(&mut ended, ends_at, name),
            MembershipState::Revoked => later(&mut ended, row.revoked_at.map(Timestamp), name),
            MembershipState::None => {}
        }
    }
    let accounts = open.len();
    let index = match chosen.and_then(|chosen| open.iter().position(|one| one.account == chosen)) {
        Some(index) => Some(index),
        None if accounts == 1 => Some(0),
        None => None,
    };
    let Some(one) = index.map(|index| open.swap_remove(index)) else {
        if accounts > 0 || invitations > 0 {
            return Ok(Presence::Choosing { name, email, locale, accounts, invitations });
        }
        return gone(db, user, ended, name, email, locale).await;
    };
    let standing = match one.member {
        None => Standing::Owner,
        Some((contact, list, ends_at)) => Standing::Member {
            contact,
            rights: Rights {
                permissions: memberships::permissions(db.read(), one.account, contact).await?,
                scope: memberships::scope(db.read(), one.account, contact, list).await?,
                ends_at,
            },
        },
    };
    Ok(Presence::On(Box::new(Actor {
        user,
        name,
        email,
        locale,
        account: one.account,
        account_name: one.name,
        time_zone: one.time_zone,
        standing,
        origin,
        accounts,
        invitations,
    })))
}

async fn all<T: FromQueryResult>(db: &Db, query: &SelectStatement) -> Result<Vec<T>, Failure> {
    let rows = db.read().query_all(query).await?;
    rows.iter().map(|row| T::from_query_result(row, "").map_err(Failure::from)).collect()
}

fn user_query(user: UserId) -> SelectStatement {
    Query::select()
        .columns([("users", "name"), ("users", "email"), ("users", "locale")])
        .expr_as(Expr::col(("accounts", "id")), "account_id")
        .columns([
            ("accounts", "first_name"),
            ("accounts", "last_name"),
            ("accounts", "company"),
            ("accounts", "time_zone"),
        ])
        .from("users")
        .join(JoinType::LeftJoin, "accounts", Expr::col(("accounts", "owner_user_id")).equals(("users", "id")))
        .and_where(Expr::col(("users", "id")).eq(user.0))
        .order_by(("accounts", "id"), Order::Asc)
        .take()
}

fn member_query(user: UserId) -> SelectStatement {
    Query::select()
        .columns([
            ("memberships", "account_id"),
            ("memberships", "contact_id"),
            ("memberships", "state"),
            ("memberships", "limited"),
            ("memberships", "new_ones"),
            ("memberships", "ends_at"),
            ("memberships", "activated_at"),
            ("memberships", "revoked_at"),
        ])
        .columns([
            ("accounts", "first_name"),
            ("accounts", "last_name"),
            ("accounts", "company"),
            ("accounts", "time_zone"),
        ])
        .from("memberships")
        .join(JoinType::InnerJoin, "accounts", Expr::col(("accounts", "id")).equals(("memberships", "account_id")))
        .and_where(Expr::col(("memberships", "user_id")).eq(user.0))
        .order_by(("memberships", "account_id"), Order::Asc)
        .take()
}

fn owned(row: UserRow) -> Option<Open> {
    let text = Option::unwrap_or_default;
    Some(Open {
        account: AccountId(row.account_id?),
        name: domain::account::display_name(&text(row.company), &text(row.first_name), &text(row.last_name)),
        time_zone: text(row.time_zone),
        member: None,
    })
}

/// Keeps the later of two endings.
fn later(ended: &mut Option<(Timestamp, String)>, at: Option<Timestamp>, account_name: String) {
    let at = at.unwrap_or(Timestamp(0));
    if ended.as_ref().is_none_or(|(before, _)| *before < at) {
        *ended = Some((at, account_name));
    }
}

async fn gone(
    db: &Db,
    user: UserId,
    mut ended: Option<(Timestamp, String)>,
    name: String,
    email: String,
    locale: Locale,
) -> Result<Presence, Failure> {
    let deleted = access_endings::Entity::find()
        .filter(access_endings::Column::UserId.eq(user.0))
        .all(db.read())
        .await?;
    for ending in deleted {
        later(&mut ended, Some(Timestamp(ending.ended_at)), ending.account_name);
    }
    Ok(match ended {
        Some((ended, account_name)) => Presence::Ended { name, email, locale, account_name, ended },
        None => Presence::Nowhere { name, email, locale },
    })
}
