//! Two people saved the same contact: what of both can be kept. Pure; the view is in `conflict`.

use domain::{Code, ContactField, ContactForm};

use super::changes::plain;

/// What became of a form that was saved against an older version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// What was typed, with what only the other person changed, against their version.
    pub form: ContactForm,
    /// What only the other person changed: taken over.
    pub taken: Vec<ContactField>,
    /// What differs from what they saved.
    pub open: Vec<ContactField>,
}

/// Brings what was typed together with what the other person saved. `base` is what the form was filled from; without
/// it, all that was typed counts as meant.
pub fn merge(base: Option<&ContactForm>, mine: &ContactForm, theirs: &ContactForm) -> Merged {
    let (mine, theirs) = (plain(mine), plain(theirs));
    let mut form = mine.clone();
    let mut taken = Vec::new();
    if let Some(base) = base.map(plain) {
        let touched = base.differences(&mine);
        for field in base.differences(&theirs) {
            if !touched.contains(&field) {
                copy(field, &theirs, &mut form);
                taken.push(field);
            }
        }
    }
    form.version = theirs.version;
    let open = form.differences(&theirs);
    Merged { form, taken, open }
}

/// Copies the value of one field.
pub fn copy(field: ContactField, from: &ContactForm, to: &mut ContactForm) {
    match field {
        ContactField::FirstName => to.first_name.clone_from(&from.first_name),
        ContactField::LastName => to.last_name.clone_from(&from.last_name),
        ContactField::Company => to.company.clone_from(&from.company),
        ContactField::Email => to.email.clone_from(&from.email),
        ContactField::Phone => to.phone.clone_from(&from.phone),
        ContactField::Address1 => to.address1.clone_from(&from.address1),
        ContactField::Address2 => to.address2.clone_from(&from.address2),
        ContactField::City => to.city.clone_from(&from.city),
        ContactField::Region => to.region.clone_from(&from.region),
        ContactField::Postcode => to.postcode.clone_from(&from.postcode),
        ContactField::Country => to.country.clone_from(&from.country),
        ContactField::TaxId => to.tax_id.clone_from(&from.tax_id),
        ContactField::Language => to.language.clone_from(&from.language),
        ContactField::Emails => to.emails = from.emails,
        ContactField::Activate => to.activate = from.activate,
        ContactField::Permissions => to.permissions = from.permissions,
        ContactField::Scope => {
            to.scope.clone_from(&from.scope);
            to.services.clone_from(&from.services);
            to.domains.clone_from(&from.domains);
            to.new_ones = from.new_ones;
        }
        ContactField::AccessEnds => to.access_ends.clone_from(&from.access_ends),
    }
}

/// All fields of the form.
pub fn fields() -> impl Iterator<Item = ContactField> {
    ContactField::ALL.iter().copied()
}

#[cfg(test)]
mod tests {
    use domain::Permission;

    use super::*;

    fn base() -> ContactForm {
        ContactForm {
            first_name: "Sam".into(),
            last_name: "Osei".into(),
            email: "sam@codeworks.test".into(),
            phone: "22 33 44 55".into(),
            version: 1,
            ..ContactForm::default()
        }
    }

    #[test]
    fn what_only_they_changed_is_taken_over() {
        let mine = ContactForm { city: "Oslo".into(), ..base() };
        let theirs = ContactForm { phone: "99 88 77 66".into(), version: 2, ..base() };
        let merged = merge(Some(&base()), &mine, &theirs);
        assert_eq!(merged.form.phone, "99 88 77 66");
        assert_eq!(merged.form.city, "Oslo");
        assert_eq!(merged.form.version, 2);
        assert_eq!(merged.taken, [ContactField::Phone]);
        assert_eq!(merged.open, [ContactField::City]);
    }

    #[test]
    fn what_both_changed_stays_mine_and_open() {
        let mine = ContactForm { phone: "1234".into(), ..base() };
        let theirs = ContactForm { phone: "5678".into(), version: 2, ..base() };
        let merged = merge(Some(&base()), &mine, &theirs);
        assert_eq!(merged.form.phone, "1234");
        assert_eq!(merged.open, [ContactField::Phone]);
        assert!(merged.taken.is_empty());
    }

    #[test]
    fn without_the_base_everything_typed_stays() {
        let theirs = ContactForm {
            activate: true,
            permissions: [Permission::Products].into_iter().collect(),
            version: 2,
            ..base()
        };
        let merged = merge(None, &base(), &theirs);
        assert!(!merged.form.activate);
        assert_eq!(merged.open, [ContactField::Activate, ContactField::Permissions]);
    }

    #[test]
    fn copying_every_field_makes_the_forms_equal() {
        let theirs =
            ContactForm { country: "NO".into(), access_ends: "2031-01-01".into(), scope: "all".into(), ..base() };
        let mut form = ContactForm::default();
        fields().for_each(|field| copy(field, &theirs, &mut form));
        assert!(form.differences(&theirs).is_empty());
    }
}
