//! The forms of the client area as a browser without JavaScript posts them: each leads on when it was accepted, and back
//! to its page when it was refused, which then shows what was typed and why. (Those of signing in are in `sign_in`.)

use axum::http::StatusCode;
use backend::demo::PASSWORD;
use domain::{Code as _, ContactForm, Permission, Subject};

use crate::{
    harness::{Answer, Client, World},
    on_both,
    steps::{INES, KAI, OWNER, SAM, contact, editor, posted, save},
};

const SAVE: &str = "/api/contacts/save";

/// Posts a contact's form from the page at `page`.
async fn submit(client: &Client, page: &str, id: &str, form: &ContactForm) -> Answer {
    let mut pairs = posted(form);
    pairs.push(("id".to_owned(), id.to_owned()));
    submit_pairs(client, SAVE, page, &pairs).await
}

async fn submit_pairs(client: &Client, path: &str, page: &str, pairs: &[(String, String)]) -> Answer {
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    client.submit(path, page, &pairs).await
}

/// A form was accepted, and led there.
#[track_caller]
fn leads(answer: &Answer, to: &str) {
    assert_eq!((answer.status, answer.header("location")), (StatusCode::FOUND, to), "{}", answer.text());
}

/// A form was refused: its page shows these texts, once.
async fn shows(client: &Client, page: &str, texts: &[&str]) {
    let html = client.get(page).await.text();
    for text in texts {
        assert!(html.contains(text), "{text} on {page}: {html}");
    }
    let again = client.get(page).await.text();
    assert!(!again.contains("aria-invalid=\"true\""), "once: {again}");
}

on_both!(a_contact_is_added_changed_and_deleted, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let page = "/account/contacts/new";
    let form = ContactForm { first_name: "Wanda".into(), company: "River & Sons".into(), ..ContactForm::default() };
    leads(&submit(&owner, page, "", &form).await, page);
    shows(
        &owner,
        page,
        &["value=\"Wanda\"", "value=\"River &amp; Sons\"", "aria-invalid=\"true\"", "Please fill this in"],
    )
    .await;

    let form = ContactForm { last_name: "River".into(), email: "wanda@river.test".into(), ..form };
    let created = submit(&owner, page, "", &form).await;
    let id = contact(&owner, "wanda@river.test").await.id.to_string();
    let page = format!("/account/contacts/{id}");
    leads(&created, &format!("{page}?done=created"));
    assert!(owner.get(&format!("{page}?done=created")).await.text().contains("Wanda River"));

    let stored = editor(&owner, &id).await.stored;
    let taken = ContactForm { email: INES.to_uppercase(), ..stored.clone() };
    leads(&submit(&owner, &page, &id, &taken).await, &page);
    shows(&owner, &page, &[&INES.to_uppercase(), "Another contact of this account has this address"]).await;
    let access = ContactForm {
        activate: true,
        permissions: [domain::Permission::ManageDomains].into_iter().collect(),
        ..stored.clone()
    };
    leads(&submit(&owner, &page, &id, &access).await, &format!("{page}?done=invited"));
    leads(&owner.submit("/api/contacts/invite", &page, &[("id", &id)]).await, &format!("{page}?done=resent"));
    assert_eq!(world.mails("wanda@river.test").await.len(), 2);

    // Somebody else saved in between: what was typed stays, and saving it again replaces theirs.
    let mine = ContactForm { city: "Oslo".into(), ..stored };
    leads(&submit(&owner, &page, &id, &mine).await, &page);
    shows(&owner, &page, &["What differs", "value=\"Oslo\""]).await;
    let version = editor(&owner, &id).await.stored.version;
    leads(&submit(&owner, &page, &id, &ContactForm { version, ..mine }).await, &format!("{page}?done=saved"));

    let question = owner.get(&format!("{page}?confirm=1")).await.text();
    assert!(question.contains("Wanda River") && question.contains("wanda@river.test"), "{question}");
    assert_eq!(owner.get(&page).await.status, StatusCode::OK, "asking changes nothing");
    leads(&owner.submit("/api/contacts/delete", &page, &[("id", &id)]).await, "/account/contacts?done=deleted");
    assert_eq!(owner.get(&page).await.status, StatusCode::NOT_FOUND);
    // A second press finds nobody, and says so.
    leads(
        &owner.submit("/api/contacts/delete", "/account/contacts", &[("id", &id)]).await,
        "/account/contacts",
    );
});

// However long the list of a scope is, it is saved and obeyed.
on_both!(a_scope_names_ten_thousand_things, |world: World| async move {
    const MANY: usize = 5000;
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let id = if world.backend.db.is_sqlite() {
        "randomblob(16)"
    } else {
        "gen_random_uuid()"
    };
    let rows = |columns: &str, values: &str, table: &str| {
        format!(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MANY}) \
             INSERT INTO {table} (account_id, id, name, status, {columns}) \
             SELECT (SELECT id FROM accounts WHERE company = 'Northwind Studio'), {id}, 'many-' || i, 'active', {values} \
             FROM n"
        )
    };
    world.sql(&rows("product, price_minor, currency", "'Hosting', 0, 'EUR'", "services")).await;
    world
        .sql(&rows("registered_at, expires_at, auto_renew, locked", "0, 0, FALSE, FALSE", "domains"))
        .await;
    let kai = contact(&owner, KAI).await.id.to_string();
    let choices = editor(&owner, &kai).await.subjects;
    save(&owner, KAI, |form| {
        "chosen".clone_into(&mut form.scope);
        for permission in Permission::ALL {
            form.permissions.tick(*permission);
        }
        for choice in choices {
            match choice.subject {
                Subject::Service(id) => form.services.insert(id, true),
                Subject::Domain(id) => form.domains.insert(id, true),
            };
        }
    })
    .await;
    let covered = world
        .number(
            "SELECT COUNT(*) FROM membership_scope WHERE contact_id = \
             (SELECT id FROM contacts WHERE email = 'kai@zones.test')",
        )
        .await;
    assert!(covered >= 2 * i64::try_from(MANY).unwrap(), "{covered}");
    let kai = world.signed_in(KAI).await;
    for path in ["/services", "/domains", "/tickets", "/invoices", "/account/emails", "/", "/search?q=many-4"] {
        let page = kai.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
    }
    assert!(kai.get("/services?search=many-4999").await.text().contains("many-4999"));
});

on_both!(a_billing_contact_is_not_left_without_an_address, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let id = contact(&owner, INES).await.id.to_string();
    let page = format!("/account/contacts/{id}");
    let whole = ContactForm {
        address1: "Rua Nova 1".into(),
        city: "Porto".into(),
        postcode: "4000".into(),
        country: "PT".into(),
        ..editor(&owner, &id).await.stored
    };
    leads(&submit(&owner, &page, &id, &whole).await, &format!("{page}?done=saved"));
    world
        .sql(&format!(
            "UPDATE accounts SET billing_contact_id = {} WHERE company = 'Northwind Studio'",
            world.uuid(&id)
        ))
        .await;
    let stored = editor(&owner, &id).await.stored;
    let half = ContactForm { city: String::new(), phone: "+351 22 000 0000".into(), ..stored.clone() };
    leads(&submit(&owner, &page, &id, &half).await, &page);
    shows(
        &owner,
        &page,
        &["Invoices are addressed to this contact", "+351 22 000 0000", "aria-invalid=\"true\""],
    )
    .await;
    assert_eq!(editor(&owner, &id).await.stored, stored);
    // Deleting asks whose address invoices print instead; one that is incomplete is refused with the reason.
    let delete = |billing| [("id", id.clone()), ("billing", billing)].map(|(name, value)| (name.to_owned(), value));
    let sam = contact(&owner, SAM).await.id.to_string();
    leads(&submit_pairs(&owner, "/api/contacts/delete", &page, &delete(sam)).await, &page);
    shows(&owner, &page, &["Invoices cannot be addressed to this contact yet", "Address 1, City"]).await;
    leads(&submit_pairs(&owner, "/api/contacts/delete", &page, &delete(String::new())).await, &page);
    shows(&owner, &page, &["Choose who invoices are addressed to instead"]).await;
    let done = submit_pairs(&owner, "/api/contacts/delete", &page, &delete("account".into())).await;
    leads(&done, "/account/contacts?done=deleted");
});

on_both!(somebody_always_gets_the_mail_whichever_form_is_posted, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let page = "/account/contacts/emails";
    let version = || async {
        let shown: serde_json::Value = owner.call("/api/overview/page", &[]).await.json();
        ("form[version]".to_owned(), shown["page"]["version"].as_str().unwrap().to_owned())
    };
    let ines = contact(&owner, INES).await.id.to_string();
    let tick = |name: String| (name, "true".to_owned());
    // Nobody for General and Domain.
    let nobody = [version().await, tick(format!("form[contacts][id-{ines}][invoice]"))];
    leads(&submit_pairs(&owner, "/api/overview/save", page, &nobody).await, page);
    let html = owner.get(page).await.text();
    assert!(html.contains("Nobody would get General Emails any more"), "{html}");
    // Invoices to Ines alone.
    let owners = ["general", "domain"].map(|code| tick(format!("form[owner][{code}]")));
    let alone = [nobody.to_vec(), owners.to_vec()].concat();
    leads(
        &submit_pairs(&owner, "/api/overview/save", page, &alone).await,
        "/account/contacts/emails?done=saved",
    );
    leads(&submit_pairs(&owner, "/api/overview/save", page, &alone).await, page);
    // Now neither un-ticking her box nor deleting her goes, and both say why.
    let page = format!("/account/contacts/{ines}");
    let mut form = editor(&owner, &ines).await.stored;
    form.emails = domain::CategorySet::EMPTY;
    leads(&submit(&owner, &page, &ines, &form).await, &page);
    shows(&owner, &page, &["Nobody would get Invoice Emails any more"]).await;
    leads(&owner.submit("/api/contacts/delete", &page, &[("id", &ines)]).await, &page);
    shows(&owner, &page, &["Nothing was changed", "Nobody would get Invoice Emails any more"]).await;
});

on_both!(account_details_are_saved, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let page = "/account/details";
    let details = async || {
        let shown: serde_json::Value = owner.call("/api/details/page", &[]).await.json();
        shown["page"]["stored"].clone()
    };
    let mut form = details().await;
    form["city"] = "".into();
    form["phone"] = "call me".into();
    leads(&submit_pairs(&owner, "/api/details/save", page, &posted(&form)).await, page);
    shows(&owner, page, &["value=\"call me\"", "aria-invalid=\"true\""]).await;
    form["phone"] = "+47 22 00 00 00".into();
    leads(
        &submit_pairs(&owner, "/api/details/save", page, &posted(&form)).await,
        "/account/details?done=saved",
    );
    assert_eq!(details().await["phone"], "+47 22 00 00 00");
    // The same form again is one that somebody else overtook.
    form["phone"] = "+47 33 00 00 00".into();
    leads(&submit_pairs(&owner, "/api/details/save", page, &posted(&form)).await, page);
    shows(&owner, page, &["value=\"+47 33 00 00 00\""]).await;
    assert_eq!(details().await["phone"], "+47 22 00 00 00");
});

on_both!(an_account_is_chosen_and_left, |world: World| async move {
    let world = world.demo().await;
    let sam = world.signed_in(SAM).await;
    let accounts: serde_json::Value = sam.call("/api/accounts/page", &[]).await.json();
    let id = |name: &str| {
        let all = accounts["accounts"].as_array().unwrap();
        all.iter().find(|one| one["name"] == name).unwrap()["id"].as_str().unwrap().to_owned()
    };
    let choose = [("id", id("Northwind Studio")), ("next", "/services".to_owned())].map(|(a, b)| (a.to_owned(), b));
    leads(&submit_pairs(&sam, "/api/accounts/choose", "/accounts", &choose).await, "/services");
    assert!(sam.get("/services").await.text().contains("Northwind Studio"));
    let elsewhere = [("id", id("Fabrikam Labs")), ("next", "//evil.test".to_owned())].map(|(a, b)| (a.to_owned(), b));
    leads(&submit_pairs(&sam, "/api/accounts/choose", "/accounts", &elsewhere).await, "/");
    leads(&sam.submit("/api/security/leave", "/account/security", &[]).await, "/");
    // One account is left, which opens by itself.
    assert!(sam.get("/").await.text().contains("Northwind Studio"));
    assert_eq!(
        sam.call("/api/accounts/choose", &[("id", &id("Fabrikam Labs"))]).await.status,
        StatusCode::NOT_FOUND
    );
    assert!(!world.mails("owner@fabrikam.test").await.is_empty(), "the owner is told");
    leads(&sam.submit("/api/security/leave", "/account/security", &[]).await, "/");
    let ended = sam.get("/").await;
    assert_eq!(ended.status, StatusCode::FORBIDDEN);
    assert!(ended.text().contains("Your access to Northwind Studio ended"), "{}", ended.text());
    let owner = world.signed_in(OWNER).await;
    assert_eq!(contact(&owner, SAM).await.state, domain::MembershipState::Revoked, "the contact stays");
    // An owner cannot leave.
    leads(&owner.submit("/api/security/leave", "/account/security", &[]).await, "/account/security");
    assert_eq!(owner.get("/").await.status, StatusCode::OK);
});

on_both!(an_invitation_is_answered, |world: World| async move {
    let world = world.demo().await;
    let fabrikam = world.signed_in("owner@fabrikam.test").await;
    let kai = world.signed_in(KAI).await;
    let answer = async |id: &str, accept| {
        let page = kai.get("/invitations").await.text();
        assert!(page.contains("Fabrikam Labs"), "{page}");
        kai.submit("/api/invitations/answer", "/invitations", &[("id", id), ("accept", accept)]).await
    };
    // Fabrikam's owner invites Kai, who is on Northwind already and declines; then once more.
    let form = ContactForm {
        first_name: "Kai".into(),
        last_name: "Test".into(),
        email: KAI.into(),
        activate: true,
        ..ContactForm::default()
    };
    submit(&fabrikam, "/account/contacts/new", "", &form).await;
    let id = contact(&fabrikam, KAI).await.id.to_string();
    leads(&answer(&id, "false").await, "/invitations?done=declined");
    let late = kai.submit("/api/invitations/answer", "/invitations", &[("id", &id), ("accept", "true")]).await;
    leads(&late, "/invitations");
    let again = ContactForm { activate: true, ..editor(&fabrikam, &id).await.stored };
    let page = format!("/account/contacts/{id}");
    leads(&submit(&fabrikam, &page, &id, &again).await, &format!("{page}?done=invited"));
    leads(&answer(&id, "true").await, "/");
    assert!(kai.get("/").await.text().contains("Fabrikam Labs"), "the account that was accepted is shown");
});

on_both!(who_declined_has_no_account_and_is_led_nowhere_in_circles, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let form = ContactForm {
        first_name: "Wanda".into(),
        last_name: "River".into(),
        email: "wanda@river.test".into(),
        activate: true,
        ..ContactForm::default()
    };
    submit(&owner, "/account/contacts/new", "", &form).await;
    world.sql("UPDATE users SET password_hash = (SELECT password_hash FROM users WHERE email = 'sam@codeworks.test') WHERE email = 'wanda@river.test'").await;
    let wanda = world.anonymous();
    let answer = wanda.sign_in("wanda@river.test", PASSWORD).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::OK, "/invitations"));
    let id = contact(&owner, "wanda@river.test").await.id.to_string();
    let declined = wanda.submit("/api/invitations/answer", "/invitations", &[("id", &id), ("accept", "false")]).await;
    leads(&declined, "/invitations?done=declined");
    let page = wanda.get("/invitations?done=declined").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text().contains("The invitation was declined") && !page.text().contains("has ended"),
        "{}",
        page.text()
    );
    leads(&wanda.get("/").await, "/accounts");
    let chooser = wanda.get("/accounts").await;
    assert_eq!(chooser.status, StatusCode::OK);
    assert!(chooser.text().contains("There is no account for you to open"), "{}", chooser.text());
    assert_eq!(wanda.get("/account/security").await.status, StatusCode::OK, "their login is their own");
});

on_both!(sessions_are_ended_and_addresses_changed, |world: World| async move {
    let world = world.demo().await;
    let (here, there) = (world.signed_in(KAI).await, world.signed_in(KAI).await);
    let page = "/account/security";
    let shown: serde_json::Value = here.call("/api/security/page", &[]).await.json();
    let sessions = shown["page"]["sessions"].as_array().unwrap();
    let other = sessions.iter().find(|one| one["current"] == false).unwrap()["id"].as_str().unwrap();
    leads(
        &here.submit("/api/security/end-session", page, &[("id", other)]).await,
        "/account/security?done=session",
    );
    assert_eq!(there.page("/").await.status, StatusCode::UNAUTHORIZED);
    leads(&here.submit("/api/security/end-session", page, &[("id", other)]).await, page);

    let change = |current| [("form[new_email]", "kai@elsewhere.test"), ("form[current_password]", current)];
    leads(&here.submit("/api/security/email", page, &change("not the password")).await, page);
    shows(&here, page, &["kai@elsewhere.test", "This is not your current password"]).await;
    leads(&here.submit("/api/security/email", page, &change(PASSWORD)).await, "/account/security?done=email");
    let token = world.token("kai@elsewhere.test", "/confirm-email").await;
    let link = format!("/confirm-email?token={token}");
    let browser = world.anonymous();
    assert_eq!(browser.get(&link).await.status, StatusCode::OK);
    assert_eq!(world.anonymous().sign_in(KAI, PASSWORD).await.status, StatusCode::OK, "looking changes nothing");
    let confirm = [("token", token.as_str())];
    leads(&browser.submit("/api/session/confirm-email", &link, &confirm).await, "/confirm-email?done=1");
    assert_eq!(browser.call("/api/session/confirm-email", &confirm).await.status, StatusCode::GONE);
    assert_eq!(world.anonymous().sign_in(KAI, PASSWORD).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(world.anonymous().sign_in("kai@elsewhere.test", PASSWORD).await.status, StatusCode::OK);
    assert!(here.get("/").await.text().contains("kai@elsewhere.test"), "an open session stays theirs");
});
