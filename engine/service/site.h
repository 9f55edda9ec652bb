// Where a store's work is done: its file, the operator's settings, the clock, and the door through
// which files are written there.
#pragma once

#include <filesystem>
#include <functional>

#include "engine/base/door.h"
#include "engine/base/error.h"
#include "engine/intake/settings.h"
#include "engine/time/clock.h"

namespace signpost::service {

struct Site {
  std::filesystem::path store;
  Clock clock;
  std::filesystem::path config_home = {};  // $XDG_CONFIG_HOME, else $HOME/.config; empty = none
  std::filesystem::path settings = {};     // $SIGNPOST_SETTINGS; empty = not set
  std::function<void(const Diagnostic&)> show_mistake = {};  // in the settings; empty: to nobody
};

/// The folder that holds the store, links followed.
std::filesystem::path folder_of(const std::filesystem::path& store);

/// The operator's settings file: $SIGNPOST_SETTINGS, else signpost.toml beside the store, else
/// $XDG_CONFIG_HOME/signpost/config.toml ($HOME/.config where that is not set); empty: there is
/// none. For a store in a folder that others may write, the user's own comes before the one beside
/// it.
std::filesystem::path settings_file(const Site& site);
/// The door for what a command writes: it leads to neither the store nor the settings, nor to the
/// template in use.
Door door_of(const Site& site, const std::filesystem::path& template_file = {});
/// What it says; nothing of it where there is none. Error{kInvalid} where it is wrong (every
/// mistake is shown then), or where others could have written it (base/trust.h): it names
/// programs to run.
intake::Settings settings_of(const Site& site);

}  // namespace signpost::service
