//! A transaction that changes the people of an account.
//!
//! Rights are read again inside it: the request's own were read before, and somebody may have taken them away since.

use domain::{AppError, Authority, ContactId, MembershipState, Permission, Scope, Subject, Timestamp, activity::Event};

use super::account::{Account, Addressee};
use crate::{
    Backend, Failure, Tx,
    access::{Access, Actor, Need, Standing},
    activity,
    mail::{MailEvent, Notice},
    memberships::Membership,
    moments::Moments,
};

/// A transaction that changes the people of an account, with who does it.
pub(crate) struct Change<'a> {
    pub tx: Tx,
    pub now: Timestamp,
    pub actor: &'a Actor,
    /// Locked: nobody else changes its people meanwhile.
    pub account: Account,
    /// What the actor may decide about others, as stored now.
    pub authority: Authority,
    pub moments: Moments,
}

impl<'a> Change<'a> {
    /// Begins, and checks that the actor still holds what the access was given for.
    pub async fn begin<N: Need>(backend: &Backend, access: &Access<'a, N>) -> Result<Self, Failure> {
        let (now, actor) = (backend.now(), access.actor());
        let tx = backend.db.write().await?;
        let account = Account::lock(&tx, access.account()).await?;
        let moments = Moments::new(actor.locale(), &account.time_zone, now);
        let authority = match actor.standing() {
            Standing::Owner if account.owner_user == actor.user() => Authority::Owner,
            Standing::Owner => return Err(AppError::NoAccount.into()),
            Standing::Member { contact, .. } => {
                let member = Membership::find(tx.conn(), account.id, *contact).await?;
                let Some(member) = member.filter(|member| member.user == actor.user()) else {
                    return Err(AppError::NoAccount.into());
                };
                if member.state(now) != MembershipState::Active {
                    let ended = moments.moment(member.ended_at(now).unwrap_or(now));
                    return Err(AppError::AccessEnded { account_name: account.name, ended }.into());
                }
                match N::PERMISSION {
                    Some(permission) if !member.rights.permissions.contains(permission) => {
                        return Err(AppError::Denied(permission).into());
                    }
                    _ => Authority::Manager(member.rights),
                }
            }
        };
        Ok(Self { tx, now, actor, account, authority, moments })
    }

    /// Whether that contact is the actor's own entry.
    pub fn is_own(&self, id: ContactId) -> bool {
        matches!(self.actor.standing(), Standing::Member { contact, .. } if *contact == id)
    }

    /// Whether the actor holds a permission, as stored now.
    pub fn holds(&self, permission: Permission) -> bool {
        self.authority.may_grant_permission(permission)
    }

    /// Whether the actor's scope, as stored now, covers that.
    pub fn covers(&self, subject: Subject) -> bool {
        self.scope().covers(subject)
    }

    /// What the actor's scope is, as stored now.
    pub fn scope(&self) -> &Scope {
        match &self.authority {
            Authority::Owner => &Scope::All,
            Authority::Manager(rights) => &rights.scope,
        }
    }

    /// Logs what is done. `subject` is whom it concerns, if not the actor.
    pub async fn log(&self, subject: Option<(ContactId, &str, &str)>, event: &Event) -> Result<(), Failure> {
        activity::record(&self.tx, self.account.id, &self.actor.author(), subject, event, self.now).await
    }

    /// Queues an email to the person concerned.
    pub async fn tell(&self, to: &Addressee, event: MailEvent) -> Result<(), Failure> {
        self.account.tell(&self.tx, self.now, to, event).await
    }

    /// Queues a notice to the owner, unless it is the owner who does it.
    pub async fn tell_owner(&self, notice: Notice) -> Result<(), Failure> {
        if self.authority == Authority::Owner {
            return Ok(());
        }
        let event = MailEvent::OwnerNotice {
            account: self.account.id,
            account_name: self.account.name.clone(),
            by: self.actor.name().to_owned(),
            notice,
        };
        self.tell(&self.account.owner, event).await
    }

    pub async fn commit(self) -> Result<(), Failure> {
        self.tx.commit().await
    }
}
