//! What saving a contact makes of its login (DESIGN §4): given, given again, changed, moved to another address, taken
//! away. With what is logged and who is told.

use domain::{
    AppError, ContactId, ContactInput, Escalation, MembershipState, Rights, activity::Event,
    contact_form::PersonalDetails,
};

use super::stored::Stored;
use crate::{
    Backend, Failure,
    access::{Access, ManageContacts},
    db::found,
    mail::{MailEvent, Notice},
    memberships::{self, Membership},
    people::{Addressee, Change, noted},
    throttle, users,
};

/// A contact as they are from now on.
pub(super) struct Who {
    id: ContactId,
    addressee: Addressee,
}

impl Who {
    /// As the form says.
    pub fn typed(id: ContactId, input: &ContactInput) -> Self {
        let name = PersonalDetails::name(&input.details);
        Self { id, addressee: Addressee { name, email: input.email.clone(), locale: input.locale } }
    }

    /// For the log.
    pub fn subject(&self) -> (ContactId, &str, &str) {
        (self.id, &self.addressee.name, self.addressee.email.as_str())
    }

    fn name(&self) -> String {
        self.addressee.name.clone()
    }

    fn email(&self) -> String {
        self.addressee.email.to_string()
    }
}

/// Makes the login what the form asks for. `before` is the contact as it was. Whether somebody was invited.
pub(super) async fn apply(
    change: &Change<'_>,
    before: Option<&Stored>,
    who: &Who,
    wanted: Option<&Rights>,
) -> Result<bool, Failure> {
    let ticked = before.is_some_and(|before| before.state(change.now).is_ticked());
    let moved = before.is_some_and(|before| before.row.email_canonical != who.addressee.email.canonical());
    let login = before.and_then(|before| before.member.as_ref().map(|member| (before, member)));
    match (wanted, login) {
        (None, None) => {}
        (None, Some((before, member))) => {
            if ticked {
                revoke(change, before, member).await?;
            }
            if moved {
                // What the person at the old address might do is no offer for the one at the new.
                memberships::forget(&change.tx, change.account.id, &change.account.name, member, change.now).await?;
            }
        }
        (Some(rights), Some((before, member))) if ticked && moved => {
            hand_over(change, before, member, who, rights).await?;
            return Ok(true);
        }
        (Some(rights), Some((_, member))) if ticked => {
            if *rights != member.rights {
                modify(change, member, who, rights).await?;
            }
        }
        (Some(rights), login) => {
            give(change, login.map(|(_, member)| member), who, rights).await?;
            return Ok(true);
        }
    }
    Ok(false)
}

/// Invites, for the first time or again.
async fn give(change: &Change<'_>, former: Option<&Membership>, who: &Who, rights: &Rights) -> Result<(), Failure> {
    invite(change, former, who, rights).await?;
    change.log(Some(who.subject()), &Event::AccessGiven { rights: rights.clone() }).await?;
    change
        .tell_owner(Notice::AccessGiven { name: who.name(), email: who.email(), rights: rights.clone() })
        .await
}

async fn invite(change: &Change<'_>, former: Option<&Membership>, who: &Who, rights: &Rights) -> Result<(), Failure> {
    let (tx, account, now) = (&change.tx, &change.account, change.now);
    let to = &who.addressee;
    let user = users::user_for_address(tx, &to.email, &to.name, to.locale, now).await?;
    if let Some(former) = former {
        // Also for the same user: what they had is over, whatever they answer to the new invitation.
        memberships::note_ending(tx, account.id, &account.name, former, now).await?;
    }
    memberships::invite(tx, account.id, who.id, former, user, rights, now).await?;
    // An account must not become a way to write to strangers.
    throttle::limit(tx, throttle::INVITATIONS, &[&account.id.to_string()], now).await?;
    change.tell(to, MailEvent::Invitation { account: account.id, contact: who.id }).await
}

async fn modify(change: &Change<'_>, member: &Membership, who: &Who, rights: &Rights) -> Result<(), Failure> {
    let (before, after) = (member.rights.clone(), rights.clone());
    memberships::change(&change.tx, change.account.id, member, rights, change.now).await?;
    let event = Event::AccessChanged { before: before.clone(), after: after.clone() };
    change.log(Some(who.subject()), &event).await?;
    // Who is only invited reads what they are invited to when they answer.
    if member.state(change.now) == MembershipState::Active {
        let (account, account_name) = (change.account.id, change.account.name.clone());
        let event = MailEvent::AccessChanged { account, account_name, before: before.clone(), after: after.clone() };
        change.tell(&who.addressee, event).await?;
    }
    change
        .tell_owner(Notice::AccessChanged { name: who.name(), email: who.email(), before, after })
        .await
}

/// Takes the login away: from the person as they were.
async fn revoke(change: &Change<'_>, before: &Stored, member: &Membership) -> Result<(), Failure> {
    memberships::revoke(&change.tx, change.account.id, &change.account.name, member, change.now).await?;
    let name = before.name();
    let subject = Some((before.id(), name.as_str(), before.row.email.as_str()));
    change.log(subject, &Event::AccessRevoked { rights: member.rights.clone() }).await?;
    tell_ended(change, before, member).await?;
    change.tell_owner(Notice::AccessRevoked { name, email: before.row.email.clone() }).await
}

/// Tells a person that their access is over, if they had any.
pub(super) async fn tell_ended(change: &Change<'_>, before: &Stored, member: &Membership) -> Result<(), Failure> {
    if member.state(change.now) != MembershipState::Active {
        return Ok(());
    }
    let (account, account_name) = (change.account.id, change.account.name.clone());
    change.tell(&before.addressee()?, MailEvent::AccessEnded { account, account_name }).await
}

/// The address changed: the old one is out at once, the new one is invited, both are told.
async fn hand_over(
    change: &Change<'_>,
    before: &Stored,
    member: &Membership,
    who: &Who,
    rights: &Rights,
) -> Result<(), Failure> {
    let (old_name, old_email) = (before.name(), before.row.email.clone());
    let subject = Some((before.id(), old_name.as_str(), old_email.as_str()));
    change.log(subject, &Event::AccessRevoked { rights: member.rights.clone() }).await?;
    tell_ended(change, before, member).await?;
    change.tell(&before.addressee()?, MailEvent::AddressChanged { to: who.email() }).await?;
    invite(change, Some(member), who, rights).await?;
    change.log(Some(who.subject()), &Event::AccessGiven { rights: rights.clone() }).await?;
    let notice = Notice::ContactAddressChanged { name: who.name(), from: old_email, to: who.email() };
    change.tell_owner(notice).await
}

/// Sends the invitation again; the link in the one before stops working when the new one is made.
///
/// # Errors
///
/// [`AppError::NotFound`] when nobody there waits for an invitation; [`AppError::Escalation`] against rule 5;
/// [`AppError::Throttled`] after five within an hour to one contact, or fifty of one account.
pub async fn resend_invitation(
    backend: &Backend,
    access: &Access<'_, ManageContacts>,
    id: ContactId,
) -> Result<(), Failure> {
    noted(backend, access, Some(id), resend(backend, access, id)).await
}

async fn resend(backend: &Backend, access: &Access<'_, ManageContacts>, id: ContactId) -> Result<(), Failure> {
    let change = Change::begin(backend, access).await?;
    let stored = found(Stored::lock(&change.tx, change.account.id, id).await?)?;
    if change.is_own(id) {
        return Err(AppError::Escalation(Escalation::OwnAccess).into());
    }
    change.authority.may_touch(stored.rights()).map_err(AppError::Escalation)?;
    if stored.state(change.now) != MembershipState::Invited {
        return Err(AppError::NotFound.into());
    }
    let (account, contact) = (change.account.id.to_string(), id.to_string());
    throttle::limit(&change.tx, throttle::INVITATIONS, &[&account], change.now).await?;
    throttle::limit(&change.tx, throttle::INVITATION_AGAIN, &[&account, &contact], change.now).await?;
    let to = stored.addressee()?;
    change.log(Some((id, &to.name, to.email.as_str())), &Event::InvitationSent).await?;
    change.tell(&to, MailEvent::Invitation { account: change.account.id, contact: id }).await?;
    change.commit().await
}
