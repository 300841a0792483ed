//! What saving a contact form would change: pure, for the save bar and the question whether something is unsaved.
//!
//! The words are in `locales::contacts`. What is allowed is decided elsewhere (`domain::authority`, the server).

use domain::{CategorySet, Code, ContactField, ContactForm, Locale, PermissionSet, code::CodeSet};

/// What becomes of the login.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Login {
    /// Stays as it is: there is one, or there is none.
    #[default]
    Same,
    /// *Activate Sub-Account* was ticked.
    Starts,
    /// *Activate Sub-Account* was un-ticked.
    Ends,
    /// It goes over to another address.
    Moves,
}

/// What saving would change.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Changes {
    /// Personal information, address and language, in the order of the form. Of a new contact all is new, and not told.
    pub details: Vec<ContactField>,
    pub emails_added: CategorySet,
    pub emails_removed: CategorySet,
    pub login: Login,
    pub gains: PermissionSet,
    pub loses: PermissionSet,
    /// The services and domains that a login covers change.
    pub scope: bool,
    /// What is added later is covered as well, or no longer.
    pub new_ones: Option<bool>,
    /// The access end of a login changes: to that date, or to none when empty.
    pub ends: Option<String>,
    /// The address that will be emailed an invitation.
    pub invites: Option<String>,
    /// The address whose access ends at once because another takes its place.
    pub leaves: Option<String>,
}

impl Changes {
    /// What differs between what is stored and what is typed.
    pub fn between(stored: &ContactForm, typed: &ContactForm) -> Self {
        let (stored, typed) = (plain(stored), plain(typed));
        let details = stored
            .differences(&typed)
            .into_iter()
            .filter(|field| is_detail(*field) && stored.version != 0)
            .collect();
        let address_changed = !typed.email.is_empty() && !stored.email.eq_ignore_ascii_case(&typed.email);
        let login = match (stored.activate, typed.activate) {
            (false, true) => Login::Starts,
            (true, false) => Login::Ends,
            (true, true) if address_changed => Login::Moves,
            _ => Login::Same,
        };
        let (before, after) = (effective(&stored), effective(&typed));
        let stays = stored.activate && typed.activate;
        let rescoped = typed.activate && !same_scope(&stored, &typed) && (stays || typed.scope == CHOSEN);
        let invited = matches!(login, Login::Starts | Login::Moves) && !typed.email.is_empty();
        Self {
            details,
            emails_added: typed.emails.minus(stored.emails),
            emails_removed: stored.emails.minus(typed.emails),
            login,
            gains: after.minus(before),
            loses: before.minus(after),
            scope: rescoped && !same_list(&stored, &typed),
            new_ones: (rescoped && typed.scope == CHOSEN)
                .then_some(typed.new_ones)
                .filter(|new_ones| *new_ones || (stays && (stored.scope != CHOSEN || stored.new_ones))),
            ends: (typed.activate
                && if stays {
                    stored.access_ends != typed.access_ends
                } else {
                    !typed.access_ends.is_empty()
                })
            .then(|| typed.access_ends.clone()),
            invites: invited.then(|| typed.email.clone()),
            leaves: (login == Login::Moves).then(|| stored.email.clone()),
        }
    }

    /// Whether saving would change nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The value of the scope field for a chosen list.
pub const CHOSEN: &str = "chosen";
/// The value of the scope field for everything.
pub const ALL: &str = "all";

/// Whether saving the one form over the other could change anything at all, hidden choices included: permissions that
/// are ticked without a login are nothing yet, but typed they were.
pub fn is_unsaved(stored: &ContactForm, typed: &ContactForm) -> bool {
    !plain(stored).differences(&plain(typed)).is_empty()
}

/// A form with one way to write each thing: what an empty field stands for, no white space around, nothing that does
/// not count.
pub fn plain(form: &ContactForm) -> ContactForm {
    let mut plain = form.clone();
    for text in [
        &mut plain.first_name,
        &mut plain.last_name,
        &mut plain.company,
        &mut plain.email,
        &mut plain.phone,
        &mut plain.address1,
        &mut plain.address2,
        &mut plain.city,
        &mut plain.region,
        &mut plain.postcode,
        &mut plain.tax_id,
    ] {
        *text = text.trim().to_owned();
    }
    if plain.language.is_empty() {
        Locale::English.code().clone_into(&mut plain.language);
    }
    if plain.scope != CHOSEN {
        ALL.clone_into(&mut plain.scope);
        plain.services.clear();
        plain.domains.clear();
        plain.new_ones = false;
    }
    plain.services.retain(|_, chosen| *chosen);
    plain.domains.retain(|_, chosen| *chosen);
    plain.permissions = plain.permissions.closed();
    plain
}

/// The permissions that hold: without a login none.
fn effective(form: &ContactForm) -> PermissionSet {
    if form.activate { form.permissions } else { CodeSet::EMPTY }
}

fn same_scope(one: &ContactForm, other: &ContactForm) -> bool {
    one.new_ones == other.new_ones && same_list(one, other)
}

fn same_list(one: &ContactForm, other: &ContactForm) -> bool {
    one.scope == other.scope && one.services == other.services && one.domains == other.domains
}

/// Whether a field belongs to the person, and not to emails or the login.
fn is_detail(field: ContactField) -> bool {
    !matches!(
        field,
        ContactField::Emails
            | ContactField::Activate
            | ContactField::Permissions
            | ContactField::Scope
            | ContactField::AccessEnds
    )
}

#[cfg(test)]
mod tests {
    use domain::{Category, Permission};

    use super::*;

    fn ines() -> ContactForm {
        ContactForm {
            first_name: "Ines".into(),
            last_name: "Moreau".into(),
            email: "ines@ledger.test".into(),
            emails: [Category::Invoice].into_iter().collect(),
            language: "en".into(),
            version: 3,
            ..ContactForm::default()
        }
    }

    fn developer() -> ContactForm {
        ContactForm {
            activate: true,
            permissions: [Permission::Products, Permission::Tickets].into_iter().collect(),
            ..ines()
        }
    }

    #[test]
    fn an_untouched_form_changes_nothing() {
        let typed = ContactForm { first_name: " Ines ".into(), language: String::new(), scope: ALL.into(), ..ines() };
        assert!(Changes::between(&ines(), &typed).is_empty());
        assert!(!is_unsaved(&ines(), &typed));
    }

    #[test]
    fn ticking_the_login_invites_and_gives() {
        let changes = Changes::between(&ines(), &developer());
        assert_eq!(changes.login, Login::Starts);
        assert_eq!(changes.gains, developer().permissions);
        assert_eq!(changes.invites.as_deref(), Some("ines@ledger.test"));
        assert!(changes.details.is_empty() && changes.loses.is_empty() && !changes.scope);
    }

    #[test]
    fn permissions_without_a_login_are_no_gain_but_unsaved() {
        let typed = ContactForm { activate: false, ..developer() };
        assert!(Changes::between(&ines(), &typed).is_empty());
        assert!(is_unsaved(&ines(), &typed));
    }

    #[test]
    fn unticking_takes_everything_and_leaves_the_emails() {
        let typed = ContactForm { activate: false, ..developer() };
        let changes = Changes::between(&developer(), &typed);
        assert_eq!(changes.login, Login::Ends);
        assert_eq!(changes.loses, developer().permissions);
        assert!(changes.emails_removed.is_empty() && changes.ends.is_none());
    }

    #[test]
    fn former_rights_come_back_as_gains() {
        let revoked = ContactForm { activate: false, access_ends: "2031-02-01".into(), ..developer() };
        let again = ContactForm { activate: true, ..revoked.clone() };
        let changes = Changes::between(&revoked, &again);
        assert_eq!(changes.gains, developer().permissions);
        assert_eq!(changes.ends.as_deref(), Some("2031-02-01"));
    }

    #[test]
    fn a_new_address_moves_the_login() {
        let typed = ContactForm { email: "ines@new.test".into(), ..developer() };
        let changes = Changes::between(&developer(), &typed);
        assert_eq!(changes.login, Login::Moves);
        assert_eq!(changes.leaves.as_deref(), Some("ines@ledger.test"));
        assert_eq!(changes.invites.as_deref(), Some("ines@new.test"));
        assert_eq!(changes.details, [ContactField::Email]);
        // A different spelling is the same mailbox.
        let shouted = ContactForm { email: "INES@ledger.test".into(), ..developer() };
        assert_eq!(Changes::between(&developer(), &shouted).login, Login::Same);
    }

    #[test]
    fn emails_and_ends_are_told_apart() {
        let typed = ContactForm {
            emails: [Category::Support].into_iter().collect(),
            access_ends: "2031-02-01".into(),
            ..developer()
        };
        let changes = Changes::between(&developer(), &typed);
        assert!(changes.emails_added.contains(Category::Support));
        assert!(changes.emails_removed.contains(Category::Invoice));
        assert_eq!(changes.ends.as_deref(), Some("2031-02-01"));
        let none = Changes::between(&typed, &ContactForm { access_ends: String::new(), ..typed.clone() });
        assert_eq!(none.ends.as_deref(), Some(""));
    }

    #[test]
    fn new_ones_are_told_apart_from_the_list() {
        let chosen = |services: &[u128], new_ones: bool| {
            let boxes = services.iter().map(|id| (domain::ServiceId(uuid::Uuid::from_u128(*id)), true));
            ContactForm { scope: CHOSEN.into(), services: boxes.collect(), new_ones, ..developer() }
        };
        let told = |stored: &ContactForm, typed: &ContactForm| {
            let changes = Changes::between(stored, typed);
            (changes.scope, changes.new_ones)
        };
        assert_eq!(told(&chosen(&[1], false), &chosen(&[1], true)), (false, Some(true)));
        assert_eq!(told(&chosen(&[1], true), &chosen(&[1], false)), (false, Some(false)));
        assert_eq!(told(&chosen(&[1], true), &chosen(&[1, 2], true)), (true, Some(true)));
        assert_eq!(told(&chosen(&[1], false), &chosen(&[2], false)), (true, None));
        assert_eq!(told(&developer(), &chosen(&[1], false)), (true, Some(false)));
        assert_eq!(told(&developer(), &chosen(&[1], true)), (true, Some(true)));
        assert_eq!(told(&chosen(&[1], true), &developer()), (true, None));
        // A new login: what it never had, it does not lose.
        assert_eq!(told(&ines(), &chosen(&[1], false)), (true, None));
        assert_eq!(told(&ines(), &chosen(&[1], true)), (true, Some(true)));
        // Ticked, and not chosen.
        let hidden = ContactForm { scope: ALL.into(), ..chosen(&[1], true) };
        assert!(Changes::between(&developer(), &hidden).is_empty() && !is_unsaved(&developer(), &hidden));
        assert!(is_unsaved(&chosen(&[1], false), &chosen(&[1], true)));
    }

    #[test]
    fn a_child_permission_brings_its_parent() {
        let typed = ContactForm { permissions: [Permission::ManageDomains].into_iter().collect(), ..developer() };
        let changes = Changes::between(&developer(), &typed);
        assert!(changes.gains.contains(Permission::Domains));
    }
}
