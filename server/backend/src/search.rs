//! Search over everything that a person may see on the account: services, domains, invoices, quotes, tickets, emails and
//! contacts.
//!
//! Each kind needs its own permission, and is looked for among exactly the rows that its list shows: there is no filter
//! here but that of the text. Not here: pages and help, which are texts (`app`).

use domain::{Moment, Timestamp, client_area::Status};
use sea_orm::{
    EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait, Func},
};
use uuid::Uuid;

use crate::{
    Backend, Failure,
    access::{
        Access, Actor, ManageContacts, ViewDomains, ViewEmails, ViewInvoices, ViewProducts, ViewQuotes, ViewTickets,
    },
    billing,
    client_area::{emails_seen, may, moments, money, status},
    contacts,
    db::entity::{
        contacts::Column as C, domains::Column as D, emails::Column as E, invoices::Column as I, quotes::Column as Q,
        services::Column as S, tickets::Column as T,
    },
    domains,
    moments::Moments,
    paging::{containing, cut, searched},
    services, tickets,
};

/// How many of a kind are shown at most.
pub const MOST: usize = 6;
/// How many characters are searched for at least.
pub const SHORTEST: usize = 2;

/// What is searched for: one line of at most 100 characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted(String);

impl Wanted {
    /// As it was typed. A number may be written with a `#` before it.
    pub fn read(typed: &str) -> Self {
        Self(searched(typed))
    }

    pub fn text(&self) -> &str {
        &self.0
    }

    /// Whether it is long enough to be looked for.
    pub fn is_enough(&self) -> bool {
        self.0.chars().nth(SHORTEST - 1).is_some()
    }

    /// Without the `#` before a number.
    fn bare(&self) -> &str {
        self.0.strip_prefix('#').filter(|rest| !rest.is_empty()).unwrap_or(&self.0)
    }
}

/// What can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Services,
    Domains,
    Invoices,
    Quotes,
    Tickets,
    Emails,
    Contacts,
}

impl Kind {
    const ALL: [Self; 7] = [
        Self::Services,
        Self::Domains,
        Self::Invoices,
        Self::Quotes,
        Self::Tickets,
        Self::Emails,
        Self::Contacts,
    ];

    fn is_open_to(self, actor: &Actor) -> bool {
        match self {
            Self::Services => may::<ViewProducts>(actor).is_some(),
            Self::Domains => may::<ViewDomains>(actor).is_some(),
            Self::Invoices => may::<ViewInvoices>(actor).is_some(),
            Self::Quotes => may::<ViewQuotes>(actor).is_some(),
            Self::Tickets => may::<ViewTickets>(actor).is_some(),
            Self::Emails => may::<ViewEmails>(actor).is_some(),
            Self::Contacts => may::<ManageContacts>(actor).is_some(),
        }
    }
}

/// The kinds that somebody may see, in the order in which they are found.
pub fn kinds(actor: &Actor) -> Vec<Kind> {
    Kind::ALL.into_iter().filter(|kind| kind.is_open_to(actor)).collect()
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub id: Uuid,
    /// The name, the subject, or the number of what has none.
    pub title: String,
    /// What tells it from others: the product, the number, the amount, the address.
    pub note: String,
    pub status: Option<Status>,
    /// Of an email: when it was sent.
    pub when: Option<Moment>,
    /// Whether what was searched for is its name or number.
    pub exact: bool,
}

/// What was found of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub kind: Kind,
    pub hits: Vec<Hit>,
    /// Whether there are more than are shown.
    pub more: bool,
}

/// Looks for a text in everything that the person may see; kinds without a hit are left out. A kind in which the text is
/// a name or a number comes first. What is too short is not looked for.
pub async fn search(backend: &Backend, actor: &Actor, wanted: &Wanted) -> Result<Vec<Group>, Failure> {
    let mut groups = Vec::new();
    if !wanted.is_enough() {
        return Ok(groups);
    }
    let look = Look { backend, moments: moments(backend, actor), wanted };
    for kind in Kind::ALL {
        let found = match kind {
            Kind::Services => look.services(may(actor)).await?,
            Kind::Domains => look.domains(may(actor)).await?,
            Kind::Invoices => look.invoices(may(actor)).await?,
            Kind::Quotes => look.quotes(may(actor)).await?,
            Kind::Tickets => look.tickets(may(actor)).await?,
            Kind::Emails => look.emails(may(actor)).await?,
            Kind::Contacts => look.contacts(may(actor)).await?,
        };
        groups.extend(found.filter(|(hits, _)| !hits.is_empty()).map(|(hits, more)| Group { kind, hits, more }));
    }
    groups.sort_by_key(|group| !group.hits.iter().any(|hit| hit.exact));
    Ok(groups)
}

/// What was found of a kind, and whether there is more; `None`: the person may not see it.
type Found = Result<Option<(Vec<Hit>, bool)>, Failure>;

struct Look<'a> {
    backend: &'a Backend,
    moments: Moments,
    wanted: &'a Wanted,
}

impl Look<'_> {
    async fn services(&self, access: Option<Access<'_, ViewProducts>>) -> Found {
        let Some(access) = access else { return Ok(None) };
        let fitting = services::in_scope(&access).filter(containing(&[S::Name, S::Product], self.wanted.text()));
        let (rows, more) = self.first(fitting, S::Name, &[S::Name, S::Id]).await?;
        hits(rows, more, |row| {
            let title = row.name;
            Ok(Hit { note: row.product, status: Some(status(&row.status)?), ..self.hit(row.id, title) })
        })
    }

    async fn domains(&self, access: Option<Access<'_, ViewDomains>>) -> Found {
        let Some(access) = access else { return Ok(None) };
        let fitting = domains::in_scope(&access).filter(containing(&[D::Name], self.wanted.text()));
        let (rows, more) = self.first(fitting, D::Name, &[D::Name, D::Id]).await?;
        hits(rows, more, |row| {
            let title = row.name;
            Ok(Hit { status: Some(status(&row.status)?), ..self.hit(row.id, title) })
        })
    }

    async fn invoices(&self, access: Option<Access<'_, ViewInvoices>>) -> Found {
        let Some(access) = access else { return Ok(None) };
        let fitting = billing::invoices_in_scope(&access).filter(containing(&[I::Number], self.wanted.bare()));
        let (rows, more) = self.newest(fitting, I::Number, &[I::IssuedAt, I::Id]).await?;
        let (locale, now) = (access.actor().locale(), self.backend.now());
        hits(rows, more, |row| {
            let status = billing::overdue(status(&row.status)?, Timestamp(row.due_at), now);
            let note = money(row.total_minor, &row.currency, locale).text;
            Ok(Hit { note, status: Some(status), ..self.hit(row.id, row.number) })
        })
    }

    async fn quotes(&self, access: Option<Access<'_, ViewQuotes>>) -> Found {
        let Some(access) = access else { return Ok(None) };
        let fitting =
            billing::quotes_in_scope(&access).filter(containing(&[Q::Subject, Q::Number], self.wanted.bare()));
        let (rows, more) = self.newest(fitting, Q::Number, &[Q::ValidUntil, Q::Id]).await?;
        hits(rows, more, |row| {
            let status = billing::quote_status(&row, self.backend.now())?;
            Ok(Hit { status: Some(status), ..self.numbered(row.id, row.subject, row.number) })
        })
    }

    async fn tickets(&self, access: Option<Access<'_, ViewTickets>>) -> Found {
        let Some(access) = access else { return Ok(None) };
        let fitting = tickets::in_scope(&access).filter(containing(&[T::Subject, T::Number], self.wanted.bare()));
        let (rows, more) = self.newest(fitting, T::Number, &[T::UpdatedAt, T::Id]).await?;
        hits(rows, more, |row| {
            let status = status(&row.status)?;
            Ok(Hit { status: Some(status), ..self.numbered(row.id, row.subject, row.number) })
        })
    }

    async fn emails(&self, access: Option<Access<'_, ViewEmails>>) -> Found {
        let Some(access) = access else { return Ok(None) };
        let fitting = emails_seen(&access).filter(containing(&[E::Subject], self.wanted.text()));
        let (rows, more) = self.newest(fitting, E::Subject, &[E::SentAt, E::Id]).await?;
        hits(rows, more, |row| {
            let when = self.moments.moment(Timestamp(row.sent_at));
            Ok(Hit { when: Some(when), ..self.hit(row.id, row.subject) })
        })
    }

    async fn contacts(&self, access: Option<Access<'_, ManageContacts>>) -> Found {
        let Some(access) = access else { return Ok(None) };
        let columns = [C::FirstName, C::LastName, C::Company, C::Email];
        let fitting = contacts::on_file(&access).filter(containing(&columns, self.wanted.text()));
        let (rows, more) = self.first(fitting, C::Email, &[C::FirstName, C::LastName, C::Id]).await?;
        hits(rows, more, |row| {
            let name = format!("{} {}", row.first_name, row.last_name).trim().to_owned();
            let exact = self.is_wanted(&name) || self.is_wanted(&row.email);
            let note = if row.company.is_empty() {
                row.email
            } else {
                format!("{} · {}", row.company, row.email)
            };
            Ok(Hit { note, exact, ..self.hit(row.id, name) })
        })
    }

    /// The first rows in that order; before them those that are called exactly so.
    async fn first<R: EntityTrait>(
        &self,
        fitting: Select<R>,
        name: R::Column,
        by: &[R::Column],
    ) -> Result<(Vec<R::Model>, bool), Failure> {
        let ordered = by.iter().fold(self.exact_first(fitting, name), |select, column| select.order_by_asc(*column));
        self.cut(ordered).await
    }

    /// The last rows in that order; before them those that are called exactly so.
    async fn newest<R: EntityTrait>(
        &self,
        fitting: Select<R>,
        name: R::Column,
        by: &[R::Column],
    ) -> Result<(Vec<R::Model>, bool), Failure> {
        let ordered = by.iter().fold(self.exact_first(fitting, name), |select, column| select.order_by_desc(*column));
        self.cut(ordered).await
    }

    fn exact_first<R: EntityTrait>(&self, fitting: Select<R>, name: R::Column) -> Select<R> {
        let exact = Expr::expr(Func::lower(Expr::col(name))).eq(self.wanted.bare().to_lowercase());
        // What is true is more than what is false, on either engine.
        fitting.order_by_desc(exact)
    }

    async fn cut<R: EntityTrait>(&self, ordered: Select<R>) -> Result<(Vec<R::Model>, bool), Failure> {
        Ok(cut(ordered.limit(MOST as u64 + 1).all(self.backend.db.read()).await?, MOST))
    }

    /// Something that is known by its name.
    fn hit(&self, id: Uuid, title: String) -> Hit {
        let exact = self.is_wanted(&title);
        Hit { id, title, note: String::new(), status: None, when: None, exact }
    }

    /// Something with a subject that is known by its number.
    fn numbered(&self, id: Uuid, subject: String, number: String) -> Hit {
        let exact = self.is_wanted(&number);
        Hit { note: number, exact, ..self.hit(id, subject) }
    }

    fn is_wanted(&self, name: &str) -> bool {
        name.to_lowercase() == self.wanted.bare().to_lowercase()
    }
}

fn hits<R>(rows: Vec<R>, more: bool, hit: impl Fn(R) -> Result<Hit, Failure>) -> Found {
    let hits = rows.into_iter().map(hit).collect::<Result<_, _>>()?;
    Ok(Some((hits, more)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_one_line_and_long_enough() {
        let wanted = Wanted::read("  a\n b ");
        assert_eq!((wanted.text(), wanted.is_enough()), ("a b", true));
        assert!(!Wanted::read(" ø ").is_enough());
        assert!(Wanted::read("øl").is_enough());
        assert_eq!(Wanted::read(&"é".repeat(300)).text().chars().count(), 100);
        assert_eq!((Wanted::read("#48213").bare(), Wanted::read("#").bare()), ("48213", "#"));
    }
}
