//! The texts of the Activity page.

pub struct Activity {
    pub title: &'static str,
}

pub const EN: Activity = Activity { title: "Activity" };

pub const NB: Activity = Activity { title: "Aktivitet" };
