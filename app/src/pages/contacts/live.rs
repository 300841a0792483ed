//! The contact form while one types: what stands in its inputs, and filling them from elsewhere (a preset, a ticked
//! box that others depend on, somebody else's values).
//!
//! The inputs are uncontrolled; this reads and writes them in the browser. On the server nothing here does anything.

use domain::{
    CalendarDate, Category, Code, ContactField, ContactForm, DomainId, Permission, PermissionSet, Preset, ServiceId,
    contact_form::FieldSet,
};
use leptos::{html::Form, prelude::*, wasm_bindgen::JsCast};
use web_sys::{HtmlFormElement, HtmlInputElement, HtmlSelectElement};

use super::changes::{ALL, CHOSEN};
use crate::{
    api::contacts::SaveContact,
    form::{FormState, input_named, read, set_ticked},
};

/// The contact form on this page.
#[derive(Clone, Copy)]
pub struct Live {
    pub form: NodeRef<Form>,
    pub state: FormState<ContactField>,
    /// What the inputs hold now.
    pub typed: RwSignal<ContactForm>,
    /// The date today in the account's time zone.
    pub today: CalendarDate,
    /// What invoices print of the contact.
    pub printed: FieldSet,
}

/// The prefix of the inputs' names.
pub const PREFIX: &str = "form";

/// The name of a category's box.
pub fn category_name(category: Category) -> String {
    format!("{PREFIX}[emails][{}]", category.code())
}

/// The name of a permission's box.
pub fn permission_name(permission: Permission) -> String {
    format!("{PREFIX}[permissions][{}]", permission.code())
}

/// The name of a service's box.
pub fn service_name(service: ServiceId) -> String {
    format!("{PREFIX}[services][{}]", service.form_key())
}

/// The name of a domain's box.
pub fn domain_name(domain: DomainId) -> String {
    format!("{PREFIX}[domains][{}]", domain.form_key())
}

/// The name of the box for what is added later.
pub const NEW_ONES: &str = "form[new_ones]";

/// The id of the scope's radio button.
pub fn scope_id(value: &str) -> String {
    format!("contact-scope-{value}")
}

impl Live {
    fn element(self) -> Option<HtmlFormElement> {
        // The page may be gone when a frame or an answer comes.
        self.form.try_get_untracked().flatten()
    }

    /// Reads the inputs again, and what is wrong with them.
    pub fn refresh(self) {
        let Some(arguments) = self.element().and_then(|form| read::<SaveContact>(&form)) else {
            return;
        };
        let problems = arguments.form.parse(self.today, self.printed).err().unwrap_or_default();
        self.state.set_problems(problems);
        let _ = self.typed.try_set(arguments.form);
    }

    /// An input changed: boxes that depend on it follow.
    pub fn changed(self, input: &HtmlInputElement) {
        let permission =
            Permission::ALL.iter().copied().find(|permission| input.name() == permission_name(*permission));
        let arguments = self.element().and_then(|form| read::<SaveContact>(&form));
        if let (Some(permission), Some(arguments)) = (permission, arguments) {
            let mut set = arguments.form.permissions;
            if input.checked() {
                set.tick(permission);
            } else {
                set.untick(permission);
            }
            self.tick_permissions(set);
        }
        if is_subject(&input.name()) || input.name() == NEW_ONES {
            Self::choose_scope(CHOSEN);
        }
        self.refresh();
    }

    fn tick_permissions(self, set: PermissionSet) {
        let Some(form) = self.element() else { return };
        for permission in Permission::ALL {
            if !is_disabled(&form, &permission_name(*permission)) {
                set_ticked(&form, &permission_name(*permission), set.contains(*permission));
            }
        }
    }

    fn choose_scope(value: &str) {
        let radio = document().get_element_by_id(&scope_id(value));
        if let Some(radio) = radio.and_then(|radio| radio.dyn_into::<HtmlInputElement>().ok())
            && !radio.disabled()
        {
            radio.set_checked(true);
        }
    }

    /// Fills the boxes of a preset.
    pub fn fill_preset(self, preset: Preset) {
        let Some(form) = self.element() else { return };
        set_ticked(&form, &self.state.input_name(ContactField::Activate), preset.activates());
        self.tick_permissions(preset.permissions());
        if let Some(categories) = preset.categories() {
            for category in Category::ALL {
                set_ticked(&form, &category_name(*category), categories.contains(*category));
            }
        }
        self.state.set_dirty(true);
        self.refresh();
    }

    /// Sets the access end: that many days from today, or none.
    pub fn end_in(self, days: Option<u16>) {
        let end = days.map(|days| self.today.plus_days(days).to_string()).unwrap_or_default();
        if let Some(form) = self.element() {
            set_text(&form, &self.state.input_name(ContactField::AccessEnds), &end);
        }
        self.state.set_dirty(true);
        self.refresh();
    }

    /// Fills one field with the value of a form.
    pub fn fill(self, field: ContactField, from: &ContactForm) {
        let Some(form) = self.element() else { return };
        match field {
            ContactField::Emails => {
                for category in Category::ALL {
                    set_ticked(&form, &category_name(*category), from.emails.contains(*category));
                }
            }
            ContactField::Activate => set_ticked(&form, &self.state.input_name(field), from.activate),
            ContactField::Permissions => self.tick_permissions(from.permissions),
            ContactField::Scope => {
                let ids = from.services.iter().map(|(id, on)| (service_name(*id), *on));
                let ids = ids.chain(from.domains.iter().map(|(id, on)| (domain_name(*id), *on)));
                let chosen: Vec<_> = ids.filter(|(_, on)| *on).map(|(name, _)| name).collect();
                for tick in ticks(&form) {
                    let name = tick.name();
                    if is_subject(&name) {
                        tick.set_checked(chosen.contains(&name));
                    }
                }
                set_ticked(&form, NEW_ONES, from.new_ones);
                Self::choose_scope(if from.scope == CHOSEN { CHOSEN } else { ALL });
            }
            text => set_text(&form, &self.state.input_name(text), from.text(text)),
        }
    }

    /// Fills the whole form, and saves against that version from now on.
    pub fn fill_all(self, from: &ContactForm) {
        super::merge::fields().for_each(|field| self.fill(field, from));
        if let Some(form) = self.element() {
            set_text(&form, "form[version]", &from.version.to_string());
        }
        self.refresh();
    }

    /// Submits the form as its button does.
    pub fn submit(self) {
        if let Some(form) = self.element() {
            // Refused only for a button of another form.
            let _ = form.request_submit();
        }
    }
}

/// Whether that is the name of a service's or domain's box.
fn is_subject(name: &str) -> bool {
    name.starts_with("form[services]") || name.starts_with("form[domains]")
}

fn is_disabled(form: &HtmlFormElement, name: &str) -> bool {
    input_named(form, name).is_none_or(|input| input.disabled())
}

/// Sets the value of the input or drop-down of that name.
fn set_text(form: &HtmlFormElement, name: &str, value: &str) {
    let Some(element) = form.elements().named_item(name) else { return };
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        input.set_value(value);
    } else if let Some(select) = element.dyn_ref::<HtmlSelectElement>() {
        select.set_value(value);
    }
}

/// All inputs of a form.
fn ticks(form: &HtmlFormElement) -> Vec<HtmlInputElement> {
    let elements = form.elements();
    let all = (0..elements.length()).filter_map(|index| elements.item(index));
    all.filter_map(|element| element.dyn_into::<HtmlInputElement>().ok()).collect()
}
