//! By whom the log can be filtered.

use std::collections::HashMap;

use domain::{
    Permission,
    activity::{Event, Kind, PersonAsWas},
    code::Code,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement,
    sea_query::{Expr, ExprTrait, Query as Sql},
};
use uuid::Uuid;

use super::seen::Seen;
use crate::{
    Failure,
    access::{Access, Anyone},
    db::{
        Db,
        entity::{accounts, activity, contacts, users},
    },
};

/// At most so many people are looked for in the entries.
const MOST: usize = 200;

/// Everyone on the account, for whoever manages contacts; for everybody else those who occur in entries that the viewer
/// sees, as they stand there.
pub(super) async fn people(db: &Db, access: &Access<'_, Anyone>) -> Result<Vec<PersonAsWas>, Failure> {
    if access.actor().holds(Permission::Contacts) {
        everyone(db, access.account().0).await
    } else {
        in_entries(db, access).await
    }
}

/// The owner, then the contacts by name.
async fn everyone(db: &Db, account: Uuid) -> Result<Vec<PersonAsWas>, Failure> {
    let owner = users::Entity::find()
        .filter(
            users::Column::Id.in_subquery(
                Sql::select()
                    .column(accounts::Column::OwnerUserId)
                    .from("accounts")
                    .and_where(Expr::col("id").eq(account))
                    .take(),
            ),
        )
        .one(db.read())
        .await?;
    let contacts: Vec<(String, String, String)> = contacts::Entity::find()
        .select_only()
        .columns([contacts::Column::FirstName, contacts::Column::LastName, contacts::Column::Email])
        .filter(contacts::Column::AccountId.eq(account))
        .order_by_asc(contacts::Column::FirstName)
        .order_by_asc(contacts::Column::LastName)
        .into_tuple()
        .all(db.read())
        .await?;
    let contacts = contacts
        .into_iter()
        .map(|(first, last, email)| PersonAsWas { name: format!("{first} {last}"), email });
    Ok(owner
        .map(|user| PersonAsWas { name: user.name, email: user.email })
        .into_iter()
        .chain(contacts)
        .collect())
}

/// What somebody is in an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Actor,
    Subject,
}

impl Part {
    fn column(self) -> &'static str {
        match self {
            Self::Actor => "actor_email",
            Self::Subject => "subject_email",
        }
    }
}

/// Somebody's newest entry of a kind.
struct Newest {
    email: String,
    part: Part,
    number: i64,
}

/// An entry, as far as it tells who is in it and whether it is seen.
#[derive(FromQueryResult)]
struct Row {
    number: i64,
    actor_user_id: Option<Uuid>,
    actor_name: String,
    subject_name: String,
    event: String,
}

/// Those who occur in entries that the viewer sees, by name. Looked at is the newest entry of each person and kind.
async fn in_entries(db: &Db, access: &Access<'_, Anyone>) -> Result<Vec<PersonAsWas>, Failure> {
    let account = access.account();
    let mut newest = newest(db, account.0, Part::Actor).await?;
    newest.extend(self::newest(db, account.0, Part::Subject).await?);
    newest.sort_unstable_by(|a, b| (b.number, &a.email).cmp(&(a.number, &b.email)));
    if access.scope().is_everything() {
        // Every entry is seen: of each person, the newest will do.
        let mut known = std::collections::HashSet::new();
        newest.retain(|one| known.insert(one.email.clone()));
    }
    let rows: Vec<Row> = activity::Entity::find()
        .select_only()
        .columns([
            activity::Column::Number,
            activity::Column::ActorUserId,
            activity::Column::ActorName,
            activity::Column::SubjectName,
            activity::Column::Event,
        ])
        .filter(activity::Column::AccountId.eq(account.0))
        .filter(activity::Column::Number.is_in(newest.iter().map(|one| one.number)))
        .into_model()
        .all(db.read())
        .await?;
    // One that cannot be read is not shown either.
    let event = |row: Row| Some((row.number, (serde_json::from_str::<Event>(&row.event).ok()?, row)));
    let rows: HashMap<i64, (Event, Row)> = rows.into_iter().filter_map(event).collect();
    let events: Vec<_> = rows.values().map(|(event, _)| event).collect();
    let seen = Seen::of(db.read(), account, access.scope(), &events).await?;
    let mut people: HashMap<String, String> = HashMap::new();
    for one in newest {
        let Some((event, row)) = rows.get(&one.number) else { continue };
        if row.actor_user_id == Some(access.actor().user().0) || seen.covers(event) {
            let name = match one.part {
                Part::Actor => &row.actor_name,
                Part::Subject => &row.subject_name,
            };
            people.entry(one.email).or_insert_with(|| name.clone());
        }
    }
    let mut people: Vec<_> = people.into_iter().map(|(email, name)| PersonAsWas { name, email }).collect();
    people.sort_by_cached_key(|one| (one.name.to_lowercase(), one.email.clone()));
    Ok(people)
}

/// The newest entry of each kind of those who have that part in entries.
///
/// An index holds address, kind and number in order, so this jumps from one address to the next, and to the last number
/// of each kind, however many entries there are in between.
async fn newest(db: &Db, account: Uuid, part: Part) -> Result<Vec<Newest>, Failure> {
    let column = part.column();
    let kinds = Kind::ALL.iter().map(|kind| format!("('{}')", kind.code())).collect::<Vec<_>>().join(", ");
    let next = |after: &str| {
        format!(
            "(SELECT {column} FROM activity WHERE account_id = $1 AND {column} > {after} \
             ORDER BY {column} LIMIT 1)"
        )
    };
    let sql = format!(
        "WITH RECURSIVE people(email, place) AS (\
           SELECT {first}, 1 UNION ALL \
           SELECT {next}, people.place + 1 FROM people WHERE people.email IS NOT NULL AND people.place < {MOST}\
         ), kinds(kind) AS (VALUES {kinds}) \
         SELECT people.email AS email, (\
           SELECT number FROM activity WHERE account_id = $1 AND {column} = people.email AND kind = kinds.kind \
           ORDER BY number DESC LIMIT 1\
         ) AS number FROM people CROSS JOIN kinds WHERE people.email IS NOT NULL",
        first = next("''"),
        next = next("people.email"),
    );
    let conn = db.read();
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, [account.into()]);
    let mut found = Vec::new();
    for row in conn.query_all_raw(statement).await? {
        if let Some(number) = row.try_get("", "number")? {
            found.push(Newest { email: row.try_get("", "email")?, part, number });
        }
    }
    Ok(found)
}
