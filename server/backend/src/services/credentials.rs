//! The password of a service: revealed once, or changed.
//!
//! Revealing is a post, which asks for the own password, is logged, and lets the session see the secret once, within a
//! minute; the page that then shows it is not kept by any cache.

use domain::{
    Password,
    activity::Event,
    business_event::{BusinessEvent, Line, ServicePasswordChanged},
    id::ServiceId,
    instant::Instant,
    password::Strength,
};
use serde_json::json;

use super::owned::{load, must_be_active, named, read};
use crate::{
    Backend, Failure,
    access::{Access, ManageProducts, Origin},
    mail::events,
    operator_tasks::{self, About, Kind},
    passwords::is_common,
    people::{Change, note, noted},
    problems::{Problem, Problems},
    random::password,
    sessions::{self, SignedIn},
    vault::{self, Place, Plain},
};

/// The longest password of a service, in characters: many programs take no more.
const LONGEST: usize = 64;

/// The password that a service shall have.
#[derive(Clone, Debug)]
pub enum NewPassword {
    /// One of ours, which the page then shows once.
    Generated,
    Typed {
        new: Password,
        repeated: Password,
    },
}

/// Lets the session see the password once. `own` is the own password of who asks.
pub async fn reveal(
    backend: &Backend,
    access: &Access<'_, ManageProducts>,
    (signed_in, origin): (&SignedIn, &Origin),
    id: ServiceId,
    own: &Password,
) -> Result<(), Failure> {
    read(&backend.db, access, id).await?;
    sessions::confirm_password(backend, signed_in, own, origin).await?;
    let result = async {
        let change = Change::begin(backend, access).await?;
        let service = load(&change, id).await?;
        must_be_active(&service)?;
        let place = Place::service(change.account.id, id);
        if vault::known(change.tx.conn(), place).await?.is_none() {
            return Err(Problems::one("", Problem::NotNow));
        }
        sessions::mark(&change.tx, signed_in, place, change.now).await?;
        change.log(None, &Event::ServicePasswordShown { service: service.name }).await?;
        change.commit().await
    };
    noted(backend, access, None, result).await
}

/// The password, if this session may see it now: once.
pub async fn shown(
    backend: &Backend,
    access: &Access<'_, ManageProducts>,
    signed_in: &SignedIn,
    id: ServiceId,
) -> Result<Option<Plain>, Failure> {
    read(&backend.db, access, id).await?;
    let place = Place::service(access.account(), id);
    if sessions::take_mark(backend, signed_in, place).await? {
        vault::get(backend, backend.db.read(), place).await
    } else {
        Ok(None)
    }
}

/// Changes the password. One that was made here is shown once on the page that follows, so the own password is asked
/// for as when revealing. Returns how hard the new one is to guess.
pub async fn change_password(
    backend: &Backend,
    access: &Access<'_, ManageProducts>,
    (signed_in, origin): (&SignedIn, &Origin),
    id: ServiceId,
    new: &NewPassword,
    own: &Password,
) -> Result<Strength, Failure> {
    read(&backend.db, access, id).await?;
    let (secret, generated) = match new {
        NewPassword::Generated => (password()?, true),
        NewPassword::Typed { new, repeated } => (typed(new, repeated)?, false),
    };
    sessions::confirm_password(backend, signed_in, own, origin).await?;
    let show = generated.then_some(signed_in);
    match store(backend, access, show, id, &secret).await {
        // What was drawn at random is hard to guess, even where two letters of the alphabet stand side by side.
        Ok(()) if generated => Ok(Strength::Strong),
        Ok(()) => Ok(Password::new(secret.expose().to_owned()).strength()),
        Err(failure) => Err(note(backend, access, None, failure).await),
    }
}

async fn store(
    backend: &Backend,
    access: &Access<'_, ManageProducts>,
    show: Option<&SignedIn>,
    id: ServiceId,
    secret: &Plain,
) -> Result<(), Failure> {
    let change = Change::begin(backend, access).await?;
    let service = load(&change, id).await?;
    must_be_active(&service)?;
    if service.username.is_empty() {
        return Err(Problems::one("", Problem::NotNow));
    }
    let (tx, now, author) = (&change.tx, change.now, change.actor.author());
    let place = Place::service(change.account.id, id);
    vault::put(backend, tx, place, secret, now).await?;
    if let Some(signed_in) = show {
        sessions::mark(tx, signed_in, place, now).await?;
        change.log(None, &Event::ServicePasswordShown { service: service.name.clone() }).await?;
    }
    change.log(None, &Event::ServicePasswordChanged { service: service.name.clone() }).await?;
    let told = ServicePasswordChanged {
        service: named(&service)?,
        at: Instant(now),
        by: Line::parse(change.actor.name()).ok(),
    };
    events::tell(backend, tx, change.account.id, BusinessEvent::ServicePasswordChanged(told)).await?;
    let data = json!({ "service": service.name, "username": service.username });
    let (kind, about) = (Kind::ServicePasswordChanged, About::Service(id));
    operator_tasks::add(tx, change.account.id, &author, kind, about, &data, now).await?;
    change.commit().await
}

/// A typed password that a service takes: printable characters of ASCII, which every program reads alike.
fn typed(new: &Password, repeated: &Password) -> Result<Plain, Failure> {
    let mut problems = Problems::default();
    let text = new.expose();
    let length = text.chars().count();
    if new.is_empty() {
        problems.add("new_password", Problem::Missing);
    } else if length < Password::MIN {
        problems.add("new_password", Problem::TooShort);
    } else if length > LONGEST {
        problems.add("new_password", Problem::TooLong);
    } else if !text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') {
        problems.add("new_password", Problem::Unprintable);
    } else if is_common(new) || new.strength() == Strength::Weak {
        problems.add("new_password", Problem::TooWeak);
    }
    if new != repeated {
        problems.add("repeat_password", Problem::DoesNotMatch);
    }
    problems.check()?;
    Ok(Plain::new(text.to_owned()))
}
