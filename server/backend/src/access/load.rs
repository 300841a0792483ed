//! Reading from the database who is behind a request: on every request, never from the cookie.

use domain::{AccountId, AppError, Code, ContactId, Locale, MembershipState, Rights, Timestamp, UserId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    sea_query::{Expr, ExprTrait, Query, SelectStatement, UnionType},
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

/// The user with an account that they own, or a membership of theirs with its account.
#[derive(FromQueryResult)]
struct Row {
    /// Only in rows of the user.
    email: Option<String>,
    name: Option<String>,
    locale: Option<String>,
    account_id: Option<Uuid>,
    first_name: Option<String>,
    last_name: Option<String>,
    company: Option<String>,
    time_zone: Option<String>,
    /// Only in rows of a membership, as all that follows.
    contact_id: Option<Uuid>,
    state: Option<String>,
    limited: Option<bool>,
    new_ones: Option<bool>,
    ends_at: Option<i64>,
    activated_at: Option<i64>,
    revoked_at: Option<i64>,
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
    let conn = db.reader().await?;
    let (mut name, mut email, mut locale) = (String::new(), None, Locale::default());
    let mut open: Vec<Open> = Vec::new();
    let mut invitations = 0;
    let mut ended: Option<(Timestamp, String)> = None;
    for row in conn.query_all(&query(user)).await? {
        let row = Row::from_query_result(&row, "")?;
        let text = Option::unwrap_or_default;
        if let Some(known) = row.email {
            (name, email) = (text(row.name), Some(known));
            locale = Locale::from_code(&text(row.locale)).unwrap_or_default();
        }
        let Some(account) = row.account_id.map(AccountId) else { continue };
        let account_name =
            domain::account::display_name(&text(row.company), &text(row.first_name), &text(row.last_name));
        let time_zone = text(row.time_zone);
        let Some(contact) = row.contact_id.map(ContactId) else {
            open.push(Open { account, name: account_name, time_zone, member: None });
            continue;
        };
        let stored = MembershipState::from_code(&text(row.state))
            .ok_or_else(|| Failure::inconsistent("a membership has an unknown state"))?;
        let ends_at = row.ends_at.map(Timestamp);
        match stored.at(ends_at, now) {
            MembershipState::Active => {
                let list = List::of(row.limited == Some(true), row.new_ones == Some(true));
                open.push(Open { account, name: account_name, time_zone, member: Some((contact, list, ends_at)) });
            }
            MembershipState::Invited => invitations += 1,
            // An invitation that was declined or withdrawn, or that nobody answered in time, gave no access.
            MembershipState::Ended | MembershipState::Revoked if row.activated_at.is_none() => {}
            MembershipState::Ended => later(&mut ended, ends_at, account_name),
            MembershipState::Revoked => later(&mut ended, row.revoked_at.map(Timestamp), account_name),
            MembershipState::None => {}
        }
    }
    let email = email.ok_or(AppError::SignedOut)?;
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
        return gone(&conn, user, ended, name, email, locale).await;
    };
    let standing = match one.member {
        None => Standing::Owner,
        Some((contact, list, ends_at)) => Standing::Member {
            contact,
            rights: Rights {
                permissions: memberships::permissions(&conn, one.account, contact).await?,
                scope: memberships::scope(&conn, one.account, contact, list).await?,
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

/// The user with each account of theirs, and their memberships, in one query: it is asked on every request.
fn query(user: UserId) -> SelectStatement {
    let account = ["first_name", "last_name", "company", "time_zone"].map(|column| ("accounts", column));
    let user_columns = ["email", "name", "locale"];
    let member_columns = ["contact_id", "state", "limited", "new_ones", "ends_at", "activated_at", "revoked_at"];
    let mut both = Query::select()
        .columns(user_columns.map(|column| ("users", column)))
        .expr_as(Expr::col(("accounts", "id")), "account_id")
        .columns(account)
        .from("users")
        .join(JoinType::LeftJoin, "accounts", Expr::col(("accounts", "owner_user_id")).equals(("users", "id")))
        .and_where(Expr::col(("users", "id")).eq(user.0))
        .take();
    for column in member_columns {
        both.expr_as(Expr::cust("NULL"), column);
    }
    let mut members = Query::select();
    for column in user_columns {
        members.expr_as(Expr::cust("NULL"), column);
    }
    members
        .column(("memberships", "account_id"))
        .columns(account)
        .columns(member_columns.map(|column| ("memberships", column)))
        .from("memberships")
        .join(JoinType::InnerJoin, "accounts", Expr::col(("accounts", "id")).equals(("memberships", "account_id")))
        .and_where(Expr::col(("memberships", "user_id")).eq(user.0));
    both.union(UnionType::All, members).take()
}

/// Keeps the later of two endings.
fn later(ended: &mut Option<(Timestamp, String)>, at: Option<Timestamp>, account_name: String) {
    let at = at.unwrap_or(Timestamp(0));
    if ended.as_ref().is_none_or(|(before, _)| *before < at) {
        *ended = Some((at, account_name));
    }
}

async fn gone(
    conn: &impl ConnectionTrait,
    user: UserId,
    mut ended: Option<(Timestamp, String)>,
    name: String,
    email: String,
    locale: Locale,
) -> Result<Presence, Failure> {
    let deleted = access_endings::Entity::find().filter(access_endings::Column::UserId.eq(user.0)).all(conn).await?;
    for ending in deleted {
        later(&mut ended, Some(Timestamp(ending.ended_at)), ending.account_name);
    }
    Ok(match ended {
        Some((ended, account_name)) => Presence::Ended { name, email, locale, account_name, ended },
        None => Presence::Nowhere { name, email, locale },
    })
}
