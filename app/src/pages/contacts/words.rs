//! Contacts in words: what someone may do in a few words, what saving would change, the value of a field.

use domain::{
    CalendarDate, Category, CategorySet, Code, ContactField, ContactForm, Locale, Permission, PermissionSet,
    country::Country, letters::upper,
};

use super::changes::{CHOSEN, Changes, Login};
use crate::locales::{Texts, fields::Labelled};

/// What permissions allow, in a few words: "Services, passwords, support".
pub fn permissions(t: &Texts, set: PermissionSet) -> String {
    if set.is_empty() {
        return t.permissions.nothing.to_owned();
    }
    // Affiliates are not offered by every operator.
    let everything = Permission::ALL
        .iter()
        .all(|permission| set.contains(*permission) || *permission == Permission::Affiliates);
    if everything {
        return t.permissions.everything.to_owned();
    }
    let short: Vec<_> = set.iter().map(|permission| t.permissions.of(permission).short).collect();
    capitalised(&short.join(", "))
}

/// The labels of permissions, one after another.
pub fn labels(t: &Texts, set: PermissionSet) -> String {
    set.iter().map(|permission| t.permissions.label(permission)).collect::<Vec<_>>().join(", ")
}

/// The short names of categories.
pub fn categories(t: &Texts, set: CategorySet) -> String {
    if set.is_empty() {
        return t.common.none.to_owned();
    }
    set.iter().map(|category| t.categories.of(category).short).collect::<Vec<_>>().join(", ")
}

/// The rights of a form: permissions, scope and end.
pub fn rights(t: &Texts, form: &ContactForm) -> String {
    let mut parts = vec![if form.permissions.is_empty() {
        t.permissions.nothing.to_owned()
    } else {
        labels(t, form.permissions)
    }];
    if form.scope == CHOSEN {
        parts.push(t.contacts.chosen(form.new_ones).to_owned());
    }
    if !form.access_ends.is_empty() {
        parts.push((t.contacts.until)(&date(t, &form.access_ends)));
    }
    parts.join(" · ")
}

/// Whether there is a login, and what it may.
pub fn access(t: &Texts, form: &ContactForm) -> String {
    if form.activate { rights(t, form) } else { t.contacts.no_login.to_owned() }
}

/// A date as people read it, from how an input writes it.
pub fn date(t: &Texts, text: &str) -> String {
    text.parse::<CalendarDate>().map_or_else(|_| text.to_owned(), |date| (t.contacts.date)(date))
}

/// What saving would change, sentence by sentence.
pub fn changes(t: &Texts, changes: &Changes) -> Vec<String> {
    let c = &t.contacts;
    let mut lines = Vec::new();
    if !changes.details.is_empty() {
        let fields: Vec<_> = changes.details.iter().map(|field| field.label(&t.fields)).collect();
        lines.push((c.changes_details)(&fields.join(", ")));
    }
    let emails: Vec<_> = marks(t, '+', changes.emails_added).chain(marks(t, '−', changes.emails_removed)).collect();
    if !emails.is_empty() {
        lines.push((c.changes_emails)(&emails.join(", ")));
    }
    if changes.login == Login::Ends {
        lines.push(c.login_ends.to_owned());
    }
    if !changes.gains.is_empty() {
        lines.push((c.gains)(&labels(t, changes.gains)));
    }
    if !changes.loses.is_empty() {
        lines.push((c.loses)(&labels(t, changes.loses)));
    }
    if changes.scope {
        lines.push(c.changes_scope.to_owned());
    }
    if let Some(covered) = changes.new_ones {
        lines.push(if covered { c.covers_new } else { c.covers_no_new }.to_owned());
    }
    match changes.ends.as_deref() {
        Some("") => lines.push(c.never_ends.to_owned()),
        Some(end) => lines.push((c.will_end)(&date(t, end))),
        None => {}
    }
    if let Some(old) = &changes.leaves {
        lines.push((c.old_address_out)(old));
    }
    if let Some(address) = &changes.invites {
        lines.push((c.will_invite)(address));
    }
    lines
}

fn marks(t: &Texts, sign: char, set: CategorySet) -> impl Iterator<Item = String> {
    set.iter().map(move |category: Category| format!("{sign}{}", t.categories.of(category).short))
}

/// The value of a field, for comparing two versions.
pub fn value(t: &Texts, field: ContactField, form: &ContactForm) -> String {
    let text = match field {
        ContactField::Country => Country::from_code(&form.country)
            .map(|country| country.name(t.locale))
            .unwrap_or_default()
            .to_owned(),
        ContactField::Language => Locale::from_code(&form.language).unwrap_or_default().own_name().to_owned(),
        ContactField::Emails => categories(t, form.emails),
        ContactField::Activate => if form.activate { t.common.yes } else { t.common.no }.to_owned(),
        ContactField::Permissions => labels(t, form.permissions),
        ContactField::Scope if form.scope == CHOSEN => {
            let services = form.services.values().filter(|on| **on).count();
            let domains = form.domains.values().filter(|on| **on).count();
            let count = (t.contacts.chosen_count)(services, domains);
            if form.new_ones {
                format!("{count} · {}", t.contacts.new_ones)
            } else {
                count
            }
        }
        ContactField::Scope => t.contacts.scope_all.to_owned(),
        ContactField::AccessEnds if !form.access_ends.is_empty() => date(t, &form.access_ends),
        text => form.text(text).to_owned(),
    };
    if text.is_empty() { t.contacts.empty_value.to_owned() } else { text }
}

/// With its first letter in upper case.
fn capitalised(text: &str) -> String {
    let first = text.chars().next().map_or(0, char::len_utf8);
    let (first, rest) = text.split_at(first);
    upper(first) + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locales::texts;

    fn sam() -> ContactForm {
        ContactForm {
            email: "sam@codeworks.test".into(),
            activate: true,
            permissions: [Permission::Products, Permission::Tickets].into_iter().collect(),
            ..ContactForm::default()
        }
    }

    #[test]
    fn a_few_words_say_what_someone_may() {
        let t = texts(Locale::English);
        assert_eq!(permissions(t, sam().permissions), "Services, support");
        assert_eq!(permissions(t, PermissionSet::all()), "Everything");
        assert_eq!(permissions(t, PermissionSet::EMPTY), "No permissions");
    }

    #[test]
    fn the_save_bar_says_what_will_change_in_both_languages() {
        let before = ContactForm { activate: false, ..sam() };
        for (locale, invitation) in
            [(Locale::English, "an invitation to sam@"), (Locale::Bokmal, "invitasjon til sam@")]
        {
            let t = texts(locale);
            let lines = changes(t, &Changes::between(&before, &sam()));
            assert!(lines.iter().any(|line| line.contains(t.permissions.label(Permission::Products))), "{lines:?}");
            assert!(lines.iter().any(|line| line.contains(invitation)), "{lines:?}");
        }
    }

    #[test]
    fn dates_are_read_by_people() {
        assert_eq!(date(texts(Locale::English), "2031-03-03"), "3 March 2031");
        assert_eq!(date(texts(Locale::Bokmal), "2031-03-03"), "3. mars 2031");
    }
}
