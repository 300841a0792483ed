//! Opening a ticket.

use domain::{
    AppError, Code, Subject,
    activity::Event,
    business_event::{BusinessEvent, TicketOpened},
    client_area::Status,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use super::{
    about::chosen,
    choices::{Somebody, everyone},
    files::{Kept, Upload, check, check_room},
    form::{Read, TicketForm, token},
    seen::is_own,
    told::told,
    write::message,
};
use crate::{
    Backend, Failure,
    access::{Access, ViewTickets},
    db::entity::{ticket_copies, tickets},
    mail::events,
    operator_tasks::{self, About, Kind},
    people::{Change, noted},
    problems::{Problem, Problems},
    random::new_id,
    throttle::{self, TICKETS},
};

/// Opens a ticket, and returns its id. The same form posted again opens none.
///
/// # Errors
///
/// [`AppError::Form`] with what is wrong; [`AppError::NotFound`] when it is about something that is not in scope;
/// [`AppError::Throttled`] when the person opened many within the hour.
pub async fn open(
    backend: &Backend,
    access: &Access<'_, ViewTickets>,
    form: &TicketForm,
    uploads: Vec<Upload>,
) -> Result<Uuid, Failure> {
    noted(backend, access, None, try_open(backend, access, form, uploads)).await
}

async fn try_open(
    backend: &Backend,
    access: &Access<'_, ViewTickets>,
    form: &TicketForm,
    uploads: Vec<Upload>,
) -> Result<Uuid, Failure> {
    let id = token(&form.token)?;
    let mut problems = Problems::default();
    let read = form.read(&mut problems);
    let files = check(uploads, &mut problems);
    problems.check()?;
    let Some(read) = read else { return Err(AppError::BadRequest.into()) };

    let change = Change::begin(backend, access).await?;
    let before = tickets::Entity::find_by_id((change.account.id.0, id)).one(change.tx.conn()).await?;
    if let Some(before) = before {
        // The button was pressed twice.
        return if is_own(change.actor, &before) {
            Ok(id)
        } else {
            Err(AppError::NotFound.into())
        };
    }
    throttle::limit(&change.tx, TICKETS, &[&change.actor.user().to_string()], change.now).await?;
    check_room(backend, &change, &files).await?;
    let about = chosen(&change, &form.about).await?;
    let copies = copies(&change, &form.copies).await?;
    let row = insert(&change, id, &read, about).await?;
    for copy in copies {
        let copy = ticket_copies::ActiveModel {
            account_id: Set(change.account.id.0),
            ticket_id: Set(id),
            email: Set(copy.email),
            name: Set(copy.name),
            contact_id: Set(copy.contact.map(|contact| contact.0)),
        };
        ticket_copies::Entity::insert(copy).exec_without_returning(change.tx.conn()).await?;
    }
    let written = new_id(change.now);
    pass_on(&change, &row, written, &files).await?;
    message(&change, id, written, &read.text, files).await?;
    let event = TicketOpened { ticket: told(change.tx.conn(), &row).await?, text: read.text };
    events::tell(backend, &change.tx, change.account.id, BusinessEvent::TicketOpened(event)).await?;
    change.log(None, &Event::TicketOpened { number: row.number }).await?;
    change.commit().await?;
    Ok(id)
}

async fn insert(change: &Change<'_>, id: Uuid, read: &Read, about: Option<Subject>) -> Result<tickets::Model, Failure> {
    let (service_id, domain_id) = match about {
        None => (None, None),
        Some(Subject::Service(id)) => (Some(id.0), None),
        Some(Subject::Domain(id)) => (None, Some(id.0)),
    };
    let row = tickets::Model {
        account_id: change.account.id.0,
        id,
        number: number(change).await?,
        subject: read.subject.as_str().to_owned(),
        status: Status::Open.code().to_owned(),
        department: read.department.code().to_owned(),
        service_id,
        domain_id,
        opened_by_name: change.actor.name().to_owned(),
        opened_by_email: change.actor.email().to_owned(),
        updated_at: change.now.0,
        answered_at: None,
        opened_by_user_id: Some(change.actor.user().0),
        priority: read.priority.code().to_owned(),
        opened_at: change.now.0,
    };
    let stored = sea_orm::IntoActiveModel::into_active_model(row.clone());
    tickets::Entity::insert(stored).exec_without_returning(change.tx.conn()).await?;
    Ok(row)
}

/// Tells the operator's systems.
async fn pass_on(change: &Change<'_>, row: &tickets::Model, written: Uuid, files: &[Kept]) -> Result<(), Failure> {
    let data = json!({
        "number": row.number,
        "subject": row.subject,
        "department": row.department,
        "priority": row.priority,
        "message": written,
        "files": files.len(),
    });
    let (author, about) = (change.actor.author(), About::Ticket(row.id));
    operator_tasks::add(&change.tx, change.account.id, &author, Kind::TicketOpened, about, &data, change.now).await
}

/// Those of the account who were chosen, each once.
async fn copies(change: &Change<'_>, values: &[String]) -> Result<Vec<Somebody>, Failure> {
    let mut chosen: Vec<Somebody> = Vec::new();
    if values.is_empty() {
        return Ok(chosen);
    }
    let mut people = everyone(change.tx.conn(), &change.account).await?;
    for value in values {
        let Some(place) = people.iter().position(|one| one.value == *value) else {
            // Chosen already, or nobody of this account (any more).
            if chosen.iter().any(|one| one.value == *value) {
                continue;
            }
            return Err(Problems::one("copies", Problem::UnknownChoice));
        };
        let one = people.swap_remove(place);
        if !chosen.iter().any(|known| known.email.eq_ignore_ascii_case(&one.email)) {
            chosen.push(one);
        }
    }
    Ok(chosen)
}

/// A number that no other ticket of the account has: eight digits that do not tell how many tickets there are.
async fn number(change: &Change<'_>) -> Result<String, Failure> {
    loop {
        let random = new_id(change.now).as_u128() % 90_000_000;
        let number = (10_000_000 + random).to_string();
        let same = tickets::Entity::find()
            .filter(tickets::Column::AccountId.eq(change.account.id.0))
            .filter(tickets::Column::Number.eq(&number))
            .count(change.tx.conn())
            .await?;
        if same == 0 {
            return Ok(number);
        }
    }
}
