//! Invitations: the emailed link, and the answers to it.

use backend::{
    access::Presence, contacts, invitations, mail::mailbox, moments::Moments, outbox, password_reset, sign_in,
};
use domain::{
    AppError, ContactForm, ContactId, InvitationId, Locale, MembershipState, Permission, Timestamp, UserId,
    account::{InvitationsPage, NewPasswordForm},
};

use crate::{
    on_both,
    people::{home, password, sign_in_form},
    stage::{OWNER, Stage, account, actor, contact, login, may, refusal},
    world::World,
};

const SAM: &str = "sam@codeworks.test";
const KAI: &str = "kai@zones.test";
const NEW: &str = "a better passphrase";

/// The secret of the link in the newest invitation to an address.
async fn link(stage: &Stage, to: &str) -> String {
    outbox::drain(&stage.world.backend).await.unwrap();
    let mails = mailbox::list(&stage.world.backend.db, Some(to)).await.unwrap();
    let (_, rest) = mails.iter().find_map(|mail| mail.text.split_once("/invitations?token=")).unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

/// Somebody who is invited, with the secret of their link.
async fn invited(world: World) -> (Stage, ContactId, String) {
    let stage = Stage::new(world).await;
    let id = stage.add(&login(SAM, &[Permission::Products])).await;
    let token = link(&stage, SAM).await;
    (stage, id, token)
}

async fn page(stage: &Stage, token: Option<&str>, user: Option<UserId>) -> Result<InvitationsPage, AppError> {
    let moments = Moments::new(Locale::English, "UTC", stage.world.backend.now());
    invitations::page(&stage.world.backend, token, user, &moments).await.map_err(refusal)
}

async fn set_password(stage: &Stage, token: &str) -> Result<UserId, AppError> {
    let form = NewPasswordForm { token: token.to_owned(), new_password: password(NEW), repeat_password: password(NEW) };
    invitations::set_password(&stage.world.backend, &form, &home()).await.map_err(refusal)
}

async fn answer(stage: &Stage, user: UserId, contact: ContactId, accept: bool) -> Result<(), AppError> {
    let invitation = InvitationId(contact.0);
    let answered = invitations::answer(&stage.world.backend, user, invitation, accept, &home()).await;
    answered.map(drop).map_err(refusal)
}

/// Gives the user of an address a password, so that they sign in to answer.
async fn with_password(stage: &Stage, email: &str) -> UserId {
    let hash = stage.world.backend.passwords.hash(&password(NEW)).await.unwrap();
    stage
        .run("UPDATE users SET password_hash = $1 WHERE email_canonical = $2", [hash.into(), email.into()])
        .await;
    stage.user(email).await
}

on_both!(a_first_password_by_the_link_accepts_all_that_waits, |world: World| async move {
    let (stage, _, token) = invited(world).await;
    let other = account(&stage.world, "else@fabrikam.test").await;
    let else_ = actor(&stage.world, &stage.raw, "else@fabrikam.test", Some(other)).await.unwrap();
    stage.save(&else_, None, &login(SAM, &[Permission::Domains])).await.unwrap();
    // Looking changes nothing, however often.
    for _ in 0..2 {
        let InvitationsPage::SetPassword { email, invitation, others } =
            page(&stage, Some(&token), None).await.unwrap()
        else {
            panic!("a first password")
        };
        assert_eq!((email.as_str(), invitation.account_name.as_str()), (SAM, "Northwind Studio"));
        assert_eq!(others, ["Northwind Studio"], "both accounts are called that");
    }
    stage.forget_mail().await;
    let sam = set_password(&stage, &token).await.unwrap();
    assert_eq!(sam, stage.user(SAM).await);
    assert!(stage.actor(SAM).await.unwrap().holds(Permission::Products));
    assert!(actor(&stage.world, &stage.raw, SAM, Some(other)).await.unwrap().holds(Permission::Domains));
    let mail = stage.mail().await;
    assert_eq!(
        mail,
        [
            "else@fabrikam.test: owner_notice/invitation_accepted".to_owned(),
            format!("{OWNER}: owner_notice/invitation_accepted"),
            format!("{SAM}: access_given"),
            format!("{SAM}: access_given"),
            format!("{SAM}: password_changed")
        ]
    );
    assert!(stage.log().await.contains(&"invitation_accepted".to_owned()));
    sign_in::sign_in(&stage.world.backend, &sign_in_form(SAM, NEW), &home()).await.unwrap();
});

on_both!(a_link_works_once, |world: World| async move {
    let (stage, _, token) = invited(world).await;
    set_password(&stage, &token).await.unwrap();
    assert_eq!(set_password(&stage, &token).await, Err(AppError::LinkInvalid));
    assert_eq!(page(&stage, Some(&token), None).await, Err(AppError::LinkInvalid));
    for nonsense in ["", "nonsense", "\u{202e}", "' OR 1=1 --"] {
        assert_eq!(set_password(&stage, nonsense).await, Err(AppError::LinkInvalid));
    }
});

on_both!(two_at_once_use_a_link_once, |world: World| async move {
    let (stage, _, token) = invited(world).await;
    let (one, other) = tokio::join!(set_password(&stage, &token), set_password(&stage, &token));
    assert!(one.is_ok() ^ other.is_ok(), "{one:?} {other:?}");
    assert_eq!(one.and(other), Err(AppError::LinkInvalid));
    let accepted = stage.log().await.into_iter().filter(|entry| entry == "invitation_accepted").count();
    assert_eq!(accepted, 1);
});

on_both!(a_new_link_kills_the_old, |world: World| async move {
    let (stage, id, old) = invited(world).await;
    // The newest email is the one of the later moment.
    stage.world.clock.advance(Timestamp::SECOND);
    contacts::resend_invitation(&stage.world.backend, &may(&stage.owner), id).await.unwrap();
    let new = link(&stage, SAM).await;
    assert_ne!(old, new);
    assert_eq!(page(&stage, Some(&old), None).await, Err(AppError::LinkInvalid));
    assert_eq!(set_password(&stage, &old).await, Err(AppError::LinkInvalid));
    set_password(&stage, &new).await.unwrap();
});

on_both!(a_link_holds_for_seven_days_and_the_invitation_for_longer, |world: World| async move {
    let (stage, id, token) = invited(world).await;
    stage.world.clock.advance(7 * Timestamp::DAY - 1);
    assert!(page(&stage, Some(&token), None).await.is_ok());
    stage.world.clock.advance(1);
    assert_eq!(page(&stage, Some(&token), None).await, Err(AppError::LinkInvalid));
    assert_eq!(set_password(&stage, &token).await, Err(AppError::LinkInvalid));
    // *Forgot Password* leads to a first password all the same.
    password_reset::ask(&stage.world.backend, SAM, Locale::English, &home()).await.unwrap();
    outbox::drain(&stage.world.backend).await.unwrap();
    let mails = mailbox::list(&stage.world.backend.db, Some(SAM)).await.unwrap();
    let (_, rest) = mails.iter().find_map(|mail| mail.text.split_once("/reset-password?token=")).unwrap();
    let token = rest.split_whitespace().next().unwrap();
    assert_eq!(password_reset::look_up(&stage.world.backend, token).await.unwrap().accepts, ["Northwind Studio"]);
    let form = NewPasswordForm { token: token.to_owned(), new_password: password(NEW), repeat_password: password(NEW) };
    password_reset::set(&stage.world.backend, &form, &home()).await.unwrap();
    assert_eq!(stage.editor(&stage.owner, id).await.state, MembershipState::Active);
});

on_both!(a_withdrawn_invitation_cannot_be_accepted, |world: World| async move {
    let (stage, id, token) = invited(world).await;
    let sam = with_password(&stage, SAM).await;
    let form = ContactForm { activate: false, ..stage.form(id).await };
    stage.save(&stage.owner, Some(id), &form).await.unwrap();
    assert_eq!(page(&stage, Some(&token), None).await, Err(AppError::LinkInvalid));
    assert_eq!(answer(&stage, sam, id, true).await, Err(AppError::NotFound));
    // Invited again, then sent to another address: the first one's link and answer are worth nothing.
    let form = ContactForm { activate: true, ..stage.form(id).await };
    stage.save(&stage.owner, Some(id), &form).await.unwrap();
    let token = link(&stage, SAM).await;
    let form = ContactForm { email: "max@codeworks.test".into(), ..stage.form(id).await };
    stage.save(&stage.owner, Some(id), &form).await.unwrap();
    assert_eq!(page(&stage, Some(&token), None).await, Err(AppError::LinkInvalid));
    assert_eq!(answer(&stage, sam, id, true).await, Err(AppError::NotFound));
    // Deleted.
    let token = link(&stage, "max@codeworks.test").await;
    let max = stage.user("max@codeworks.test").await;
    stage.delete(&stage.owner, id).await.unwrap();
    assert_eq!(set_password(&stage, &token).await, Err(AppError::LinkInvalid));
    assert_eq!(answer(&stage, max, id, true).await, Err(AppError::NotFound));
});

on_both!(an_invitation_ends_with_the_access_end, |world: World| async move {
    let stage = Stage::new(world).await;
    let form = ContactForm { access_ends: "2030-03-18".into(), ..login(SAM, &[Permission::Products]) };
    let id = stage.add(&form).await;
    let (token, sam) = (link(&stage, SAM).await, with_password(&stage, SAM).await);
    // Midnight in Oslo is 23:00 in UTC; it is noon.
    stage.world.clock.advance(11 * Timestamp::HOUR);
    assert_eq!(page(&stage, Some(&token), None).await, Err(AppError::LinkInvalid));
    assert_eq!(answer(&stage, sam, id, true).await, Err(AppError::NotFound));
});

on_both!(who_has_a_password_signs_in_to_answer, |world: World| async move {
    let (stage, id, token) = invited(world).await;
    let sam = with_password(&stage, SAM).await;
    // Whoever has only the link neither gets in by it nor sets another password.
    let shown = page(&stage, Some(&token), None).await.unwrap();
    assert!(matches!(shown, InvitationsPage::SignIn { email, .. } if email == SAM));
    assert_eq!(set_password(&stage, &token).await, Err(AppError::LinkInvalid));
    let InvitationsPage::Waiting(list) = page(&stage, Some(&token), Some(sam)).await.unwrap() else {
        panic!("an answer")
    };
    assert_eq!((list.len(), list[0].id), (1, InvitationId(id.0)));
    stage.forget_mail().await;
    answer(&stage, sam, id, true).await.unwrap();
    assert!(stage.actor(SAM).await.unwrap().holds(Permission::Products));
    assert_eq!(
        stage.mail().await,
        [format!("{OWNER}: owner_notice/invitation_accepted"), format!("{SAM}: access_given")]
    );
    assert_eq!(stage.last(1).await, ["invitation_accepted"]);
    // Answered is answered.
    assert_eq!(answer(&stage, sam, id, true).await, Err(AppError::NotFound));
    assert_eq!(answer(&stage, sam, id, false).await, Err(AppError::NotFound));
    assert_eq!(page(&stage, Some(&token), Some(sam)).await, Err(AppError::LinkInvalid));
    assert_eq!(page(&stage, None, Some(sam)).await, Ok(InvitationsPage::Waiting(Vec::new())));
});

on_both!(nobody_answers_for_somebody_else, |world: World| async move {
    let (stage, id, token) = invited(world).await;
    stage.member(KAI, &[Permission::Contacts]).await;
    let kai = stage.user(KAI).await;
    // Signed in as somebody else, the link still says whose it is: they sign out first, or set Sam's first password.
    let shown = page(&stage, Some(&token), Some(kai)).await.unwrap();
    assert!(matches!(shown, InvitationsPage::SetPassword { email, .. } if email == SAM));
    with_password(&stage, SAM).await;
    let shown = page(&stage, Some(&token), Some(kai)).await.unwrap();
    assert!(matches!(shown, InvitationsPage::SignIn { email, .. } if email == SAM));
    for accept in [true, false] {
        assert_eq!(answer(&stage, kai, id, accept).await, Err(AppError::NotFound));
        let owner = stage.owner.user();
        assert_eq!(answer(&stage, owner, id, accept).await, Err(AppError::NotFound));
    }
    assert_eq!(stage.editor(&stage.owner, id).await.state, MembershipState::Invited);
    // Somebody signed in who is not invited sees nothing of it without the link.
    assert_eq!(page(&stage, None, Some(kai)).await, Ok(InvitationsPage::Waiting(Vec::new())));
    assert_eq!(page(&stage, None, None).await, Err(AppError::SignedOut));
});

on_both!(declining_is_told_and_offers_nothing, |world: World| async move {
    let (stage, id, token) = invited(world).await;
    let sam = with_password(&stage, SAM).await;
    let before = stage.form(id).await;
    stage.forget_mail().await;
    answer(&stage, sam, id, false).await.unwrap();
    assert_eq!(stage.mail().await, [format!("{OWNER}: owner_notice/invitation_declined")]);
    assert_eq!(stage.last(1).await, ["invitation_declined"]);
    assert_eq!(stage.editor(&stage.owner, id).await.state, MembershipState::Revoked);
    assert_eq!(page(&stage, Some(&token), None).await, Err(AppError::LinkInvalid));
    assert_eq!(answer(&stage, sam, id, true).await, Err(AppError::NotFound));
    // No access ended: there never was any.
    assert!(matches!(stage.actor(SAM).await, Err(Presence::Nowhere { .. })));
    // A form that was filled before does not invite again by being saved.
    assert!(matches!(stage.save(&stage.owner, Some(id), &before).await, Err(AppError::Conflict(_))));
});

on_both!(who_had_access_before_reads_that_it_ended, |world: World| async move {
    let stage = Stage::new(world).await;
    let (id, _) = stage.member(SAM, &[Permission::Products]).await;
    let ended = |presence| match presence {
        Err(Presence::Ended { ended, .. }) => ended,
        other => panic!("{other:?}"),
    };
    // Ended by time, invited again, declined: what ended is the access that there was, when it ended.
    let end = ContactForm { access_ends: "2030-03-18".into(), ..stage.form(id).await };
    stage.save(&stage.owner, Some(id), &end).await.unwrap();
    stage.world.clock.advance(2 * Timestamp::DAY);
    let then = ended(stage.actor(SAM).await);
    let again = ContactForm { activate: true, access_ends: String::new(), ..stage.form(id).await };
    stage.save(&stage.owner, Some(id), &again).await.unwrap();
    assert!(matches!(stage.actor(SAM).await, Err(Presence::Choosing { invitations: 1, .. })));
    stage.world.clock.advance(Timestamp::DAY);
    answer(&stage, stage.user(SAM).await, id, false).await.unwrap();
    assert_eq!(ended(stage.actor(SAM).await), then);
    // Invited once more and accepted: nothing of that is left.
    let again = ContactForm { activate: true, ..stage.form(id).await };
    stage.save(&stage.owner, Some(id), &again).await.unwrap();
    answer(&stage, stage.user(SAM).await, id, true).await.unwrap();
    stage.actor(SAM).await.unwrap();
    assert!(stage.texts("SELECT account_name, account_name FROM access_endings", []).await.is_empty());
});

on_both!(accepting_and_declining_at_once_is_one_answer, |world: World| async move {
    let (stage, id, _) = invited(world).await;
    let sam = with_password(&stage, SAM).await;
    stage.forget_mail().await;
    let (yes, no) = tokio::join!(answer(&stage, sam, id, true), answer(&stage, sam, id, false));
    assert!(yes.is_ok() ^ no.is_ok(), "{yes:?} {no:?}");
    let active = stage.editor(&stage.owner, id).await.state == MembershipState::Active;
    assert_eq!(active, yes.is_ok());
    let notices = stage.mail().await.iter().filter(|mail| mail.starts_with(OWNER)).count();
    assert_eq!(notices, 1);
});

on_both!(accepting_while_it_is_withdrawn_ends_without_access, |world: World| async move {
    let (stage, id, _) = invited(world).await;
    let sam = with_password(&stage, SAM).await;
    let form = ContactForm { activate: false, ..stage.form(id).await };
    let (accepted, withdrawn) = tokio::join!(answer(&stage, sam, id, true), stage.save(&stage.owner, Some(id), &form));
    withdrawn.unwrap();
    assert!(matches!(accepted, Ok(()) | Err(AppError::NotFound)), "{accepted:?}");
    assert_eq!(stage.editor(&stage.owner, id).await.state, MembershipState::Revoked);
    assert!(stage.actor(SAM).await.is_err());
});

on_both!(a_reset_by_who_has_a_password_accepts_nothing, |world: World| async move {
    let (stage, id, _) = invited(world).await;
    let sam = with_password(&stage, SAM).await;
    let tx = stage.world.backend.db.write().await.unwrap();
    let token = password_reset::make_link(&tx, sam, stage.world.backend.now()).await.unwrap().expose().to_owned();
    tx.commit().await.unwrap();
    let form = NewPasswordForm { token, new_password: password(NEW), repeat_password: password(NEW) };
    password_reset::set(&stage.world.backend, &form, &home()).await.unwrap();
    assert_eq!(stage.editor(&stage.owner, id).await.state, MembershipState::Invited);
});

on_both!(a_contact_without_a_login_is_not_invited, |world: World| async move {
    let stage = Stage::new(world).await;
    let id = stage.add(&contact(SAM)).await;
    let again = contacts::resend_invitation(&stage.world.backend, &may(&stage.owner), id).await;
    assert_eq!(refusal(again.unwrap_err()), AppError::NotFound);
    assert!(stage.mail().await.is_empty());
    let users = stage.texts("SELECT email, name FROM users", []).await;
    assert_eq!(users.len(), 1, "no login comes of it: {users:?}");
});
