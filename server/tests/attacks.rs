//! Requests made by hand, by people who are signed in: rights that were taken away in between, more than is held, ids of
//! others, links that were used. Each is refused, and nothing is stored by halves.

use axum::http::StatusCode;
use domain::{AppError, Code as _, ContactForm, Permission, overview::OverviewForm};

use crate::{
    harness::{Client, World},
    on_both,
    steps::{INES, KAI, OWNER, SAM, call, contact, editor, hold, posted, save, try_save},
};

/// The forms that change something of the account, with their permission.
async fn changes(owner: &Client) -> Vec<(&'static str, Permission, Vec<(String, String)>)> {
    let ines = contact(owner, INES).await.id.to_string();
    let form = ContactForm { company: "Changed".into(), ..editor(owner, &ines).await.stored };
    let id = ("id".to_owned(), ines);
    let of_contact = [posted(&form), vec![id.clone()]].concat();
    let shown: serde_json::Value = owner.call("/api/overview/page", &[]).await.json();
    let version = shown["page"]["version"].as_str().unwrap().to_owned();
    let shown: serde_json::Value = owner.call("/api/details/page", &[]).await.json();
    let mut details = shown["page"]["stored"].clone();
    details["company"] = "Changed".into();
    vec![
        ("/api/contacts/save", Permission::Contacts, of_contact),
        ("/api/contacts/delete", Permission::Contacts, vec![id.clone()]),
        ("/api/contacts/invite", Permission::Contacts, vec![id]),
        (
            "/api/overview/save",
            Permission::Contacts,
            posted(&OverviewForm { version, ..OverviewForm::default() }),
        ),
        ("/api/details/save", Permission::Profile, posted(&details)),
    ]
}

async fn logged_refusals(world: &World) -> i64 {
    world
        .number("SELECT COUNT(*) FROM activity WHERE kind = 'refused' AND event LIKE '%\"refused\"%'")
        .await
}

on_both!(a_permission_taken_away_between_the_page_and_the_post, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let kai = world.signed_in(KAI).await;
    let of_the_demo = logged_refusals(&world).await;
    for (path, permission, form) in changes(&owner).await {
        hold(&world, KAI, Some(permission)).await;
        let page = if permission == Permission::Profile {
            "/account/details"
        } else {
            "/account/contacts/new"
        };
        assert_eq!(kai.get(page).await.status, StatusCode::OK, "{page}");
        hold(&world, KAI, None).await;
        let (before, logged) = (world.stored().await, logged_refusals(&world).await);
        let answer = call(&kai, path, &form, &[]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}: {}", answer.text());
        assert_eq!(answer.json::<AppError>(), AppError::Denied(permission), "{path}");
        // Without JavaScript it leads back, and the page says why.
        let pairs: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(kai.submit(path, page, &pairs).await.status, StatusCode::FOUND, "{path}");
        let refused = kai.get(page).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{page}");
        assert_eq!(world.stored().await, before, "{path}");
        assert_eq!(logged_refusals(&world).await, logged + 2, "{path}");
    }
    // Whoever goes on does not fill the log.
    for _ in 0..4 {
        kai.call("/api/contacts/delete", &[("id", &contact(&owner, INES).await.id.to_string())]).await;
    }
    assert_eq!(logged_refusals(&world).await, of_the_demo + 10);
    assert!(owner.get("/account/activity?kind=refused").await.text().contains("was refused"));
});

on_both!(a_manager_grants_no_more_by_hand, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    // Kai manages contacts and sees domains: one of them, until the end of June.
    save(&owner, KAI, |form| {
        form.permissions = [Permission::Contacts, Permission::Domains].into_iter().collect();
        form.access_ends = "2030-06-30".into();
    })
    .await;
    let own = contact(&owner, KAI).await.id.to_string();
    let choices = editor(&owner, &own).await.subjects;
    let domains: Vec<_> = choices
        .iter()
        .filter_map(|choice| match choice.subject {
            domain::Subject::Domain(id) => Some(id),
            domain::Subject::Service(_) => None,
        })
        .collect();
    save(&owner, KAI, |form| {
        form.scope = "chosen".into();
        form.domains = [(domains[0], true)].into();
    })
    .await;
    let kai = world.signed_in(KAI).await;
    let within = ContactForm {
        first_name: "Mallory".into(),
        last_name: "Test".into(),
        email: "mallory@evil.test".into(),
        activate: true,
        permissions: [Permission::Domains].into_iter().collect(),
        scope: "chosen".into(),
        domains: [(domains[0], true)].into(),
        access_ends: "2030-06-30".into(),
        ..ContactForm::default()
    };
    let beyond = [
        ContactForm {
            permissions: [Permission::Domains, Permission::Invoices].into_iter().collect(),
            ..within.clone()
        },
        ContactForm { permissions: [Permission::ManageDomains].into_iter().collect(), ..within.clone() },
        ContactForm { scope: "all".into(), ..within.clone() },
        ContactForm { scope: String::new(), ..within.clone() },
        ContactForm { domains: [(domains[0], true), (domains[1], true)].into(), ..within.clone() },
        ContactForm { access_ends: String::new(), ..within.clone() },
        ContactForm { access_ends: "2030-07-01".into(), ..within.clone() },
    ];
    let before = world.stored().await;
    for form in &beyond {
        let answer = call(&kai, "/api/contacts/save", &posted(form), &[("id", "")]).await;
        let refused: AppError = answer.json();
        assert!(matches!(refused, AppError::Escalation(_)), "{form:?}: {refused:?}");
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
    // The owner is told of the first.
    let after = world.stored().await;
    assert_eq!(after[..9], before[..9], "nothing stored by halves");
    assert_eq!(after[9], before[9] + 1);
    let created = call(&kai, "/api/contacts/save", &posted(&within), &[("id", "")]).await;
    assert_eq!(created.status, StatusCode::OK, "{}", created.text());
    let mallory = contact(&kai, "mallory@evil.test").await.id.to_string();
    let stored = world.stored().await;
    for form in beyond {
        let answer = try_save(&kai, &mallory, |stored| *stored = ContactForm { version: stored.version, ..form }).await;
        assert!(matches!(answer.json(), AppError::Escalation(_)), "{}", answer.text());
    }
    // Nor their own entry, nor the owner's other people.
    for change in [
        |form: &mut ContactForm| form.access_ends.clear(),
        |form: &mut ContactForm| form.scope = "all".into(),
        |form: &mut ContactForm| form.permissions.tick(Permission::Invoices),
        |form: &mut ContactForm| form.email = "accomplice@evil.test".into(),
        |form: &mut ContactForm| form.activate = false,
    ] {
        let answer = try_save(&kai, &own, change).await;
        assert!(matches!(answer.json(), AppError::Escalation(_)), "{}", answer.text());
    }
    let sam = contact(&kai, SAM).await.id.to_string();
    for path in ["/api/contacts/delete", "/api/contacts/invite"] {
        let answer = kai.call(path, &[("id", &sam)]).await;
        assert!(matches!(answer.json(), AppError::Escalation(_)), "{path}: {}", answer.text());
    }
    let answer = try_save(&kai, &sam, |form| form.phone = "22 00 00 00".into()).await;
    assert!(matches!(answer.json(), AppError::Escalation(_)), "{}", answer.text());
    assert_eq!(world.stored().await, stored, "nothing stored by halves");
});

on_both!(ids_of_another_account_name_nothing, |world: World| async move {
    let world = world.demo().await;
    let northwind = world.signed_in(OWNER).await;
    let fabrikam = world.signed_in("owner@fabrikam.test").await;
    let ines = contact(&northwind, INES).await.id.to_string();
    let own = contact(&fabrikam, SAM).await.id.to_string();
    let subjects = editor(&northwind, &ines).await.subjects;
    let before = world.stored().await;
    // Whose address invoices print instead.
    world.sql(&format!("UPDATE accounts SET billing_contact_id = {}", world.uuid(&own))).await;
    let answer = fabrikam.call("/api/contacts/delete", &[("id", &own), ("billing", &ines)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
    let shown: serde_json::Value = fabrikam.call("/api/details/page", &[]).await.json();
    let mut details = shown["page"]["stored"].clone();
    details["billing_contact"] = ines.as_str().into();
    let answer = call(&fabrikam, "/api/details/save", &posted(&details), &[]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
    // What a login covers.
    let answer = try_save(&fabrikam, &own, |form| {
        form.scope = "chosen".into();
        for choice in &subjects {
            match choice.subject {
                domain::Subject::Service(id) => form.services.insert(id, true),
                domain::Subject::Domain(id) => form.domains.insert(id, true),
            };
        }
    })
    .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
    // Who gets which emails.
    let shown: serde_json::Value = fabrikam.call("/api/overview/page", &[]).await.json();
    let version = shown["page"]["version"].as_str().unwrap();
    let tick = format!("form[contacts][id-{ines}][invoice]");
    let answer = fabrikam
        .call(
            "/api/overview/save",
            &[("form[version]", version), ("form[owner][general]", "true"), (&tick, "true")],
        )
        .await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND, "{}", answer.text());
    assert_eq!(fabrikam.call("/api/invitations/answer", &[("id", &ines), ("accept", "true")]).await.status, 404);
    assert_eq!(world.stored().await, before, "nothing stored by halves");
});

on_both!(fields_that_no_form_has_choose_neither_account_nor_owner, |world: World| async move {
    let world = world.demo().await;
    let northwind = world.signed_in(OWNER).await;
    let fabrikam = world.signed_in("owner@fabrikam.test").await;
    let accounts: serde_json::Value = fabrikam.call("/api/accounts/page", &[]).await.json();
    let other = accounts["accounts"][0]["id"].as_str().unwrap();
    let form = ContactForm {
        first_name: "Mallory".into(),
        last_name: "Test".into(),
        email: "mallory@evil.test".into(),
        ..ContactForm::default()
    };
    let before = world.stored().await;
    for extra in ["form[account_id]", "form[is_owner]", "form[user_id]", "form[id]", "form[password]", "form[state]"] {
        let answer = call(&northwind, "/api/contacts/save", &posted(&form), &[("id", ""), (extra, other)]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{extra}: {}", answer.text());
    }
    assert_eq!(world.stored().await, before);
    // Beside the form they mean nothing.
    let extra = [("id", ""), ("account_id", other), ("user_id", other), ("is_owner", "true"), ("owner", "true")];
    let answer = call(&northwind, "/api/contacts/save", &posted(&form), &extra).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    contact(&northwind, "mallory@evil.test").await;
    let shown: serde_json::Value = fabrikam.call("/api/contacts/page", &[("selected", "")]).await.json();
    assert!(!shown.to_string().contains("mallory@evil.test"));
});

on_both!(of_two_saves_at_once_one_wins_and_the_other_hears_of_it, |world: World| async move {
    let world = world.demo().await;
    let other = world.another_node().await;
    let owner = world.signed_in(OWNER).await;
    let there = other.reached_by(&owner);
    for (path, _, form) in changes(&owner).await {
        if !["/api/contacts/save", "/api/details/save"].contains(&path) {
            continue;
        }
        let (one, two) = tokio::join!(call(&owner, path, &form, &[]), call(&there, path, &form, &[]));
        let mut statuses = [one.status.as_u16(), two.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "{path}: {} {}", one.text(), two.text());
    }
});

on_both!(what_was_typed_for_one_account_does_not_land_in_another, |world: World| async move {
    let world = world.demo().await;
    // Sam manages contacts on both, and sees details: two tabs of one browser.
    let sam = world.signed_in(SAM).await;
    let accounts: serde_json::Value = sam.call("/api/accounts/page", &[]).await.json();
    let id = |name: &str| {
        let all = accounts["accounts"].as_array().unwrap();
        all.iter().find(|one| one["name"] == name).unwrap()["id"].as_str().unwrap().to_owned()
    };
    let (northwind, fabrikam) = (id("Northwind Studio"), id("Fabrikam Labs"));
    let form = ContactForm {
        first_name: "Mallory".into(),
        last_name: "Test".into(),
        email: "mallory@evil.test".into(),
        ..ContactForm::default()
    };
    for held in [Permission::Contacts, Permission::Profile] {
        hold(&world, SAM, Some(held)).await;
        sam.call("/api/accounts/choose", &[("id", &northwind)]).await;
        let page = if held == Permission::Profile {
            "/account/details"
        } else {
            "/account/contacts/new"
        };
        let html = sam.get(page).await.text();
        assert!(html.contains(&format!("name=\"account\" value=\"{northwind}\"")), "{html}");
        let typed = match held {
            Permission::Profile => {
                let shown: serde_json::Value = sam.call("/api/details/page", &[]).await.json();
                posted(&shown["page"]["stored"])
            }
            _ => posted(&form),
        };
        sam.call("/api/accounts/choose", &[("id", &fabrikam)]).await;
        let before = world.stored().await;
        let path = if held == Permission::Profile {
            "/api/details/save"
        } else {
            "/api/contacts/save"
        };
        let answer = call(&sam, path, &typed, &[("account", &northwind)]).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{path}: {}", answer.text());
        assert_eq!(answer.json::<AppError>(), AppError::OtherAccount, "{path}");
        let pairs: Vec<_> = typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let pairs = [pairs, vec![("account", northwind.as_str())]].concat();
        assert_eq!(sam.submit(path, page, &pairs).await.header("location"), page);
        let html = sam.get(page).await.text();
        assert!(html.contains("Another account is open now"), "{html}");
        assert!(!html.contains("value=\"Northwind Studio\""), "{html}");
        assert_eq!(world.stored().await, before, "{path}");
    }
    let answer = sam.call("/api/security/leave", &[("account", &northwind)]).await;
    assert_eq!(answer.json::<AppError>(), AppError::OtherAccount);
    assert_eq!(sam.call("/api/accounts/choose", &[("id", &fabrikam)]).await.status, StatusCode::OK, "still on it");
    assert_eq!(sam.call("/api/security/leave", &[("account", &fabrikam)]).await.status, StatusCode::OK);
});

on_both!(adding_somebody_tells_nothing_about_them, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let mut answers = Vec::new();
    // A login elsewhere, and nobody at all.
    for email in ["owner@fabrikam.test", "nobody00@fabrikam.test"] {
        let form = ContactForm {
            first_name: "Ada".into(),
            last_name: "Test".into(),
            email: email.into(),
            activate: true,
            permissions: [Permission::Domains].into_iter().collect(),
            ..ContactForm::default()
        };
        let saved = call(&owner, "/api/contacts/save", &posted(&form), &[("id", "")]).await;
        let summary = contact(&owner, email).await;
        let page = editor(&owner, &summary.id.to_string()).await;
        let answer = [saved.text(), format!("{summary:?}"), serde_json::to_string(&page).unwrap()].join("\n");
        answers.push((saved.status, answer.replace(email, "EMAIL").replace(&summary.id.to_string(), "ID")));
    }
    assert_eq!(answers[0], answers[1]);
});

on_both!(a_login_moved_to_somebody_known_elsewhere_waits_for_their_answer, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let kai = world.signed_in(KAI).await;
    let fabrikam = world.signed_in("owner@fabrikam.test").await;
    save(&owner, KAI, |form| form.email = "owner@fabrikam.test".into()).await;
    assert_eq!(kai.get("/domains").await.status, StatusCode::FORBIDDEN);
    let accounts: serde_json::Value = fabrikam.call("/api/accounts/page", &[]).await.json();
    assert_eq!(
        (accounts["accounts"].as_array().unwrap().len(), accounts["invitations"].as_array().unwrap().len()),
        (1, 1)
    );
    let northwind: serde_json::Value = owner.call("/api/accounts/page", &[]).await.json();
    let northwind = northwind["accounts"][0]["id"].as_str().unwrap();
    let answer = fabrikam.call("/api/accounts/choose", &[("id", northwind)]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND, "not before they accept");
    let invitation = accounts["invitations"][0]["id"].as_str().unwrap();
    let accept = [("id", invitation), ("accept", "true")];
    assert_eq!(kai.call("/api/invitations/answer", &accept).await.status, StatusCode::NOT_FOUND);
    assert_eq!(fabrikam.call("/api/invitations/answer", &accept).await.status, StatusCode::OK);
    assert_eq!(fabrikam.call("/api/invitations/answer", &accept).await.status, StatusCode::NOT_FOUND, "once");
    assert!(fabrikam.get("/").await.text().contains("Northwind Studio"));
    // And no way leads to a sub-account of the owner's own.
    let answer = try_save(&owner, &contact(&owner, SAM).await.id.to_string(), |form| form.email = OWNER.into()).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
});

on_both!(every_permission_by_itself_opens_no_change_but_its_own, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let kai = world.signed_in(KAI).await;
    let changes = changes(&owner).await;
    let before = world.stored().await;
    for held in Permission::ALL.iter().copied() {
        hold(&world, KAI, Some(held)).await;
        for (path, permission, form) in &changes {
            if held == *permission {
                continue;
            }
            let answer = call(&kai, path, form, &[]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} with {}: {}", held.code(), answer.text());
        }
    }
    hold(&world, KAI, None).await;
    let after = world.stored().await;
    assert_eq!(after[10..], before[10..], "nothing changed");
});
