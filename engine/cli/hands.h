// What the desk's rounds need of the world around: the operator's settings, the reports that slots
// write, the notices that notifiers are handed.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "engine/assess/due_work.h"
#include "engine/base/door.h"
#include "engine/cli/command.h"
#include "engine/intake/settings.h"
#include "engine/report/alerts.h"
#include "engine/report/figures.h"

namespace signpost::cli {

/// The operator's settings file: $SIGNPOST_SETTINGS, else signpost.toml beside the store, else
/// $XDG_CONFIG_HOME/signpost/config.toml ($HOME/.config where that is not set); empty: there is
/// none. For a store in a folder that others may write, the user's own comes before the one beside
/// it.
std::filesystem::path settings_file(const Session& session);
/// The door for what a command writes: it leads to neither the store nor the settings, nor to the
/// template in use.
Door door_of(const Session& session, const std::filesystem::path& template_file = {});
/// What it says; nothing of it where there is none. Error{kBadInput} where it is wrong (every
/// mistake is on `err` then), or where others could have written it (base/trust.h): it names
/// programs to run.
intake::Settings settings_of(const Session& session);

/// For rounds by the session's clock.
assess::Hands hands_of(const Session& session, const intake::Settings& settings);

/// Answers the changes of the evidence that this command made: alerts on what they touch are judged
/// at once, and what was raised or cleared is told on `out` (`err` with --json). Where slots are
/// due, alerts wait for `signpost run`, which does all in the order of time; that is said on `err`.
/// Settings that are wrong are told as a warning: what was recorded stays recorded.
void answer_changes(const Session& session, store::Store& store);

/// The files of a slot's report: Slot::report, and where that holds {scenario} one for each of
/// those that it assessed.
std::vector<std::string> reports_of(const std::string& report,
                                    std::span<const std::string> scenarios);

/// Where the report of a slot was to be written, as reports_of. Error{kBadInput} where that is not
/// beneath the store's folder.
std::vector<std::filesystem::path> places_of_reports(const Session& session,
                                                     const Schedule& schedule, Instant due,
                                                     std::span<const std::string> scenarios);

/// The titles of what an alert names, as they stand now.
report::AlertNames names_of(assess::Archive& archive, const Alert& alert);

/// A sentence for each alert that a round raised or cleared, ready to print, in the words of
/// notices.
std::vector<std::string> alert_news(const Round& round, const store::Store& store,
                                    report::Language language);

}  // namespace signpost::cli
