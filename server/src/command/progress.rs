//! A progress bar on the standard error: redrawn on a terminal, a line now and then elsewhere.

use std::io::{self, IsTerminal as _, Write as _};

/// How wide the bar is, in characters.
const WIDTH: u64 = 30;

/// How far something is.
pub(super) struct Bar {
    terminal: bool,
    /// The last percentage that was shown.
    shown: Option<u64>,
}

impl Bar {
    pub fn new() -> Self {
        Self { terminal: io::stderr().is_terminal(), shown: None }
    }

    /// Shows that `done` of `all` is done, with words about it.
    pub fn show(&mut self, done: u64, all: u64, words: &str) {
        let percent = percent(done, all);
        let mut out = io::stderr().lock();
        if self.terminal {
            let full = usize::try_from(percent * WIDTH / 100).unwrap_or(0);
            let (full, rest) = ("█".repeat(full), usize::try_from(WIDTH).unwrap_or(0).saturating_sub(full));
            // Where nothing can be shown, the work goes on.
            let _ = write!(out, "\r{full}{} {percent:>3} %  {words}\x1b[K", "░".repeat(rest));
            let _ = out.flush();
        } else if self.shown.is_none_or(|shown| percent >= shown + 10 || (percent == 100 && shown < 100)) {
            let _ = writeln!(out, "{percent} %: {words}");
            self.shown = Some(percent);
        }
    }

    /// Leaves the bar as it is and goes on below it.
    pub fn end(self) {
        if self.terminal {
            let _ = writeln!(io::stderr());
        }
    }
}

fn percent(done: u64, all: u64) -> u64 {
    done.saturating_mul(100).checked_div(all).unwrap_or(100).min(100)
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn all_of_nothing_is_done() {
        assert_eq!((percent(0, 0), percent(0, 3), percent(2, 3), percent(3, 3), percent(4, 3)), (100, 0, 66, 100, 100));
    }
}
