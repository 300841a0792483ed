//! What a browser posts is what the form reads: through the decoder of posted forms as `server_fn` uses it.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{email_category::Category, overview::OverviewForm, permission::Permission};

/// The arguments of a server function that saves a contact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Arguments {
    id: Option<crate::id::ContactId>,
    form: ContactForm,
}

fn read(posted: &str) -> Result<ContactForm, serde_qs::Error> {
    // As `server_fn::codec::PostUrl` does.
    serde_qs::Config::new(5, false).deserialize_str::<Arguments>(posted).map(|arguments| arguments.form)
}

fn date(text: &str) -> CalendarDate {
    text.parse().unwrap()
}

fn filled() -> ContactForm {
    ContactForm {
        first_name: "Ines".to_owned(),
        last_name: "Ledger".to_owned(),
        email: "ines@ledger.test".to_owned(),
        ..ContactForm::default()
    }
}

fn parse(form: &ContactForm) -> Result<ContactInput, FormErrors<ContactField>> {
    form.parse(date("2026-06-15"), FieldSet::EMPTY)
}

#[test]
fn a_posted_form_is_read() {
    let service = ServiceId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001));
    let posted = format!(
        "id=&form%5Bfirst_name%5D=Sam+%26+%C3%85se&form[email]=sam%40codeworks.test&form[emails][invoice]=true\
         &form[emails][support]=on&form[activate]=true&form[permissions][manageproducts]=true&form[scope]=chosen\
         &form[services][{}]=true&form[access_ends]=2026-07-01&form[version]=3",
        service.form_key()
    );
    let form = read(&posted).unwrap();
    assert_eq!(form.first_name, "Sam & Åse");
    assert_eq!(form.emails, [Category::Invoice, Category::Support].into_iter().collect());
    assert!(form.activate);
    assert_eq!(form.permissions, [Permission::ManageProducts].into_iter().collect());
    assert_eq!(form.services, [(service, true)].into());
    assert_eq!((form.version, form.access_ends.as_str()), (3, "2026-07-01"));
    assert_eq!(form.last_name, "");
}

#[test]
fn what_no_form_of_ours_posts_is_refused() {
    for posted in [
        "form[permissions][root]=true",
        "form[permissions][products]=yes",
        "form[permissions][products]=true&form[permissions][products]=true",
        "form[permissions][products]=true&form[permissions][products]=false",
        "form[permissions]=products",
        "form[permissions][]=products",
        "form[emails][invoice][x]=true",
        "form[emails][spam]=true",
        "form[is_owner]=true",
        "form[account_id]=1",
        "form[password]=x",
        "form[first_name]=a&form[first_name]=b",
        "form[first_name][]=a",
        "form[first_name][x]=a",
        "form[activate]=1",
        "form[activate]=true&form[activate]=true",
        "form[version]=",
        "form[version]=1e3",
        "form[version]=99999999999999999999",
        "form[services][not-an-id]=true",
        "form[services][id-1]=true",
        "form[services][0190]=true",
        "form[services][id-01900000-0000-7000-8000-000000000001]=maybe",
        "form=x",
        "form[[[[=1",
        "form[a][b][c][d][e][f][g]=1",
        "",
        "id=&id=&form[first_name]=a",
        "id=7&form[first_name]=a",
    ] {
        assert!(read(posted).is_err(), "{posted}: {:?}", read(posted));
    }
}

#[test]
fn broken_utf8_is_not_stored() {
    let form = read("form[first_name]=a%FF%FEb&form[last_name]=b&form[email]=a@b.no").unwrap();
    assert_eq!(parse(&form).unwrap_err().get(ContactField::FirstName), Some(&FieldProblem::Unprintable));
}

#[test]
fn the_names_of_inputs_are_the_codes_of_fields() {
    let json = serde_json::to_value(ContactForm::default()).unwrap();
    for field in ContactField::ALL {
        assert!(json.get(field.code()).is_some(), "{field}");
    }
    let others = ["services", "domains", "new_ones", "version"];
    for name in json.as_object().unwrap().keys() {
        assert!(others.contains(&name.as_str()) || ContactField::from_code(name).is_some(), "{name}");
    }
}

#[test]
fn a_new_contact_has_nothing_preselected() {
    let form = ContactForm::default();
    assert!(form.emails.is_empty() && !form.activate && form.permissions.is_empty());
    let input = parse(&filled()).unwrap();
    assert!(input.emails.is_empty() && input.access.is_none());
    assert_eq!(input.locale, Locale::English);
}

#[test]
fn every_problem_is_told_at_once() {
    let form = ContactForm {
        last_name: "a\r\nb".to_owned(),
        email: "nobody".to_owned(),
        phone: "x".to_owned(),
        city: "c".repeat(10_000),
        country: "ZZ".to_owned(),
        language: "tlh".to_owned(),
        activate: true,
        scope: "chosen".to_owned(),
        access_ends: "2026-06-14".to_owned(),
        ..ContactForm::default()
    };
    let errors = parse(&form).unwrap_err();
    let expected = [
        (ContactField::FirstName, FieldProblem::Missing),
        (ContactField::LastName, FieldProblem::Unprintable),
        (ContactField::Email, FieldProblem::NotAnEmail),
        (ContactField::Phone, FieldProblem::NotAPhone),
        (ContactField::City, FieldProblem::TooLong(MAX_LINE)),
        (ContactField::Country, FieldProblem::UnknownCountry),
        (ContactField::Language, FieldProblem::UnknownLanguage),
        (ContactField::Scope, FieldProblem::EmptyScope),
        (ContactField::AccessEnds, FieldProblem::DateInPast),
    ];
    let found: Vec<_> = errors.iter().map(|(field, problem)| (field, problem.clone())).collect();
    assert_eq!(found, expected);
}

#[test]
fn without_the_box_nothing_of_the_access_counts() {
    let form = ContactForm {
        permissions: PermissionSet::all(),
        scope: "nonsense".to_owned(),
        access_ends: "nonsense".to_owned(),
        ..filled()
    };
    assert_eq!(parse(&form).unwrap().access, None);
}

#[test]
fn an_unknown_scope_is_never_everything() {
    let form = ContactForm { activate: true, scope: "Chosen".to_owned(), ..filled() };
    assert_eq!(parse(&form).unwrap_err().get(ContactField::Scope), Some(&FieldProblem::UnknownSubject));
    let service = ServiceId(Uuid::from_u128(1));
    let unticked =
        ContactForm { activate: true, scope: "chosen".to_owned(), services: [(service, false)].into(), ..filled() };
    assert_eq!(parse(&unticked).unwrap_err().get(ContactField::Scope), Some(&FieldProblem::EmptyScope));
}

#[test]
fn new_ones_go_with_a_list_and_with_nothing_else() {
    let scope = |form: &ContactForm| parse(form).unwrap().access.unwrap().scope;
    let service = ServiceId(Uuid::from_u128(1));
    let all = ContactForm { activate: true, new_ones: true, services: [(service, true)].into(), ..filled() };
    assert_eq!(scope(&all), ScopeInput::All);
    let chosen = ContactForm { scope: "chosen".to_owned(), ..all };
    let subjects: BTreeSet<_> = [Subject::Service(service)].into();
    assert_eq!(scope(&chosen), ScopeInput::Chosen { subjects, new_ones: true });
    // Of what there is, nothing; of what comes, everything.
    let only_new = ContactForm { services: BTreeMap::new(), ..chosen };
    assert_eq!(scope(&only_new), ScopeInput::Chosen { subjects: BTreeSet::new(), new_ones: true });
}

#[test]
fn access_ends_today_at_the_earliest() {
    let end = |text: &str| {
        let form = ContactForm { activate: true, access_ends: text.to_owned(), ..filled() };
        parse(&form).map(|input| input.access.unwrap().ends_on)
    };
    let refused = |problem| Err(FormErrors::one(ContactField::AccessEnds, problem));
    assert_eq!(end(""), Ok(None));
    assert_eq!(end("2026-06-15"), Ok(Some(date("2026-06-15"))));
    assert_eq!(end("2026-06-14"), refused(FieldProblem::DateInPast));
    assert_eq!(end("9999-12-31"), refused(FieldProblem::NotADate));
}

#[test]
fn spellings_of_the_same_are_no_difference() {
    let mut other = ContactForm { scope: "all".to_owned(), language: "en".to_owned(), ..filled() };
    other.services.insert(ServiceId(Uuid::from_u128(1)), true);
    other.new_ones = true;
    assert!(filled().differences(&other).is_empty());
    other.scope = "chosen".to_owned();
    let without_new = ContactForm { new_ones: false, ..other.clone() };
    assert_eq!(without_new.differences(&other), [ContactField::Scope]);
    other.city = "Oslo".to_owned();
    other.permissions.tick(Permission::Emails);
    let expected = [ContactField::City, ContactField::Permissions, ContactField::Scope];
    assert_eq!(filled().differences(&other), expected);
}

#[test]
fn an_invoice_needs_a_whole_address() {
    let details = PersonalDetails::default();
    assert_eq!(details.missing_for_invoice().len(), 5);
    let company = PersonalDetails { company: "Ledger AS".to_owned(), ..details };
    assert!(!company.missing_for_invoice().contains(&ContactField::FirstName));
}

#[test]
fn what_invoices_print_is_not_emptied() {
    let printed = ContactForm {
        address1: "Storgata 1".to_owned(),
        city: "Oslo".to_owned(),
        country: "NO".to_owned(),
        ..filled()
    };
    let before = parse(&printed).unwrap().details.printed_on_invoices();
    let expected = [ContactField::FirstName, ContactField::Address1, ContactField::City, ContactField::Country];
    assert_eq!(before, expected.into_iter().collect(), "the postcode is missing already");
    let read = |form: &ContactForm| form.parse(date("2026-06-15"), before);
    assert!(read(&printed).is_ok());
    assert!(
        read(&ContactForm { city: "Bergen".to_owned(), company: "Ledger AS".to_owned(), ..printed.clone() }).is_ok()
    );
    let emptied =
        ContactForm { address1: "  ".to_owned(), country: String::new(), postcode: String::new(), ..printed.clone() };
    let errors = read(&emptied).unwrap_err();
    let found: Vec<_> = errors.iter().map(|(field, problem)| (field, problem.clone())).collect();
    let on_invoices = |field| (field, FieldProblem::OnInvoices);
    assert_eq!(found, [ContactField::Address1, ContactField::Country].map(on_invoices));
    // What is wrong in itself is said instead.
    let wrong = ContactForm { country: "ZZ".to_owned(), ..printed };
    assert_eq!(read(&wrong).unwrap_err().get(ContactField::Country), Some(&FieldProblem::UnknownCountry));
}

/// The arguments of the server function that saves the overview.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct OverviewArguments {
    form: OverviewForm,
}

#[test]
fn the_overview_is_read_by_person() {
    let ines = crate::id::ContactId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0002));
    let posted =
        format!("form[owner][general]=true&form[contacts][{}][invoice]=true&form[version]=abc", ines.form_key());
    let read: OverviewArguments = serde_qs::Config::new(5, false).deserialize_str(&posted).unwrap();
    assert_eq!(read.form.owner, [Category::General].into_iter().collect());
    assert_eq!(read.form.contacts, [(ines, [Category::Invoice].into_iter().collect())].into());
    let again = serde_qs::to_string(&read).unwrap();
    assert_eq!(serde_qs::Config::new(5, false).deserialize_str::<OverviewArguments>(&again).unwrap(), read);
}

fn any_form() -> impl Strategy<Value = ContactForm> {
    let texts = proptest::collection::vec(any::<String>(), 15);
    let boxes = ((any::<bool>(), any::<bool>()), any::<u32>(), any::<u32>());
    let ids = proptest::collection::btree_map(any::<u128>(), any::<bool>(), 0..4);
    (texts, boxes, ids, any::<i64>()).prop_map(|(texts, ((activate, new_ones), emails, permissions), ids, version)| {
        let mut texts = texts.into_iter();
        let mut text = || texts.next().unwrap_or_default();
        let of = |bits: u32, index: usize| bits & (1 << index) != 0;
        let ticked = |(index, code): (usize, &Category)| of(emails, index).then_some(*code);
        let granted = |(index, code): (usize, &Permission)| of(permissions, index).then_some(*code);
        ContactForm {
            first_name: text(),
            last_name: text(),
            company: text(),
            email: text(),
            phone: text(),
            address1: text(),
            address2: text(),
            city: text(),
            region: text(),
            postcode: text(),
            country: text(),
            tax_id: text(),
            language: text(),
            emails: Category::ALL.iter().enumerate().filter_map(ticked).collect(),
            activate,
            permissions: Permission::ALL.iter().enumerate().filter_map(granted).collect(),
            scope: text(),
            services: ids.iter().map(|(id, on)| (ServiceId(Uuid::from_u128(*id)), *on)).collect(),
            domains: ids.iter().map(|(id, on)| (DomainId(Uuid::from_u128(*id)), *on)).collect(),
            new_ones,
            access_ends: text(),
            version,
        }
    })
}

proptest! {
    #[test]
    fn whatever_is_typed_arrives(form in any_form()) {
        let arguments = Arguments { id: None, form };
        let posted = serde_qs::to_string(&arguments).unwrap();
        prop_assert_eq!(serde_qs::Config::new(5, false).deserialize_str::<Arguments>(&posted).unwrap(), arguments.clone());
        let json = serde_json::to_string(&arguments.form).unwrap();
        prop_assert_eq!(serde_json::from_str::<ContactForm>(&json).unwrap(), arguments.form);
    }

    #[test]
    fn whatever_is_accepted_is_in_order(form in any_form()) {
        if let Ok(input) = parse(&form) {
            prop_assert!(!input.details.first_name.is_empty());
            if let Some(access) = input.access {
                prop_assert_eq!(access.permissions.closed(), access.permissions);
                let nothing = ScopeInput::Chosen { subjects: BTreeSet::new(), new_ones: false };
                prop_assert_ne!(access.scope, nothing);
            }
        }
    }

    #[test]
    fn any_post_is_answered(posted in any::<String>(), bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
        let _ = read(&posted);
        let _ = read(&format!("form[{posted}]={posted}"));
        let _ = serde_qs::Config::new(5, false).deserialize_bytes::<Arguments>(&bytes);
    }
}
