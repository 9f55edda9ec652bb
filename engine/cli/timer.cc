// signpost timer: what to hand to systemd or cron, so that `signpost run` comes by.
#include <fmt/format.h>
#include <pwd.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/file.h"
#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/help.h"
#include "engine/cli/program.h"
#include "engine/report/json_writer.h"
#include "engine/service/site.h"

// A slot is due once its second is over, and is in time for an hour (kPunctual). So the timer looks
// every so many minutes of the hour, and a little past each: five seconds with systemd, a minute
// with cron, which knows no seconds.
namespace signpost::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPlainLetters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-+@:,=";

constexpr std::array<std::string_view, 4> kProtected{"/usr/", "/boot/", "/efi/", "/etc/"};

struct Options {
  int every = 15;
  bool forever = false;
  bool user = false;
  std::string output;
};

struct File {
  std::string name;
  std::string text;
};

/// What both services need to know.
struct Installation {
  std::string program;
  std::string store;
  std::string config;  // XDG_CONFIG_HOME, where the settings are found by it; else empty
  std::string owner;   // of the store
};

/// Neither systemd nor cron can be told of these.
void refuse_letters(const std::string& path, std::string_view letters, std::string_view whose) {
  const bool control = std::any_of(path.begin(), path.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  });
  if (control || first_bad_utf8(path) || path.find_first_of(letters) != std::string::npos) {
    throw Error(ErrorKind::kInvalid, {"timer.letters", {{"whose", whose}, {"path", path}}},
                "timer.letters.hint");
  }
}

/// A word of a command line in a unit file (systemd.service(5), systemd.unit(5)).
std::string unit_word(std::string_view text, bool is_program = false) {
  std::string word;
  for (const char c : text) {
    if (c == '\\' || c == '"') word += '\\';
    if (c == '%' || (c == '$' && !is_program)) word += c;
    word += c;
  }
  return text.find_first_not_of(kPlainLetters) == std::string_view::npos ? word : '"' + word + '"';
}

/// A word for the shell, in a line in which cron takes a bare % for the end.
std::string crontab_word(std::string_view text) {
  if (text.find_first_not_of(kPlainLetters) == std::string_view::npos) return std::string(text);
  std::string word = "'";
  for (const char c : text) {
    if (c == '\'') {
      word += R"('\'')";
    } else {
      if (c == '%') word += '\\';
      word += c;
    }
  }
  return word + '\'';
}

/// The name of a file's owner, else its number; systemd takes both.
std::string owner_of(const fs::path& file) {
  struct stat found {};
  if (::stat(file.c_str(), &found) != 0) {
    throw Error(ErrorKind::kStore, {"timer.no-store", {{"store", file.string()}}},
                "timer.no-store.hint");
  }
  passwd entry{};
  passwd* known = nullptr;
  std::array<char, 16384> texts{};
  if (::getpwuid_r(found.st_uid, &entry, texts.data(), texts.size(), &known) == 0 &&
      known != nullptr) {
    return known->pw_name;
  }
  return fmt::format("{}", found.st_uid);
}

Installation installation_of(const Session& session) {
  const fs::path store = fs::absolute(session.store).lexically_normal();
  Installation installed{.program = session.program.string(),
                         .store = store.string(),
                         .config = {},
                         .owner = owner_of(store)};
  const fs::path settings = service::settings_file(session);
  if (!settings.empty() && settings.filename() == "config.toml") {
    installed.config = fs::absolute(session.config_home).lexically_normal().string();
  }
  return installed;
}

std::string service(const Options& options, const Installation& installed) {
  std::string text =
      "[Unit]\nDescription=Signpost: do what is due\n"
      "Wants=time-sync.target\nAfter=time-sync.target\n\n[Service]\n";
  text += options.forever ? "Type=simple\n" : "Type=oneshot\n";
  if (!options.user) text += fmt::format("User={}\n", installed.owner);
  if (!installed.config.empty()) {
    // Specifiers are resolved here, variables are not.
    text += fmt::format("Environment={}\n",
                        unit_word("XDG_CONFIG_HOME=" + installed.config, /*is_program=*/true));
  }
  text += fmt::format("ExecStart={} --store {} run{}\n",
                      unit_word(installed.program, /*is_program=*/true), unit_word(installed.store),
                      options.forever ? " --forever" : "");
  if (options.forever) text += "Restart=on-failure\nRestartSec=30\n";
  const bool beneath_system =
      std::any_of(kProtected.begin(), kProtected.end(),
                  [&](std::string_view folder) { return installed.store.starts_with(folder); });
  if (!options.user && !beneath_system) {
    text +=
        "# /usr, /boot and /etc cannot be written to. NoNewPrivileges=true may be added where no\n"
        "# notifier needs a set-id program, as sending mail may.\n"
        "ProtectSystem=full\n";
  }
  if (options.forever) {
    text += fmt::format("\n[Install]\nWantedBy={}\n",
                        options.user ? "default.target" : "multi-user.target");
  }
  return text;
}

std::string timer(int every) {
  return fmt::format(
      "[Unit]\nDescription=Signpost: look every {} minutes for what is due\n\n[Timer]\n"
      "# Five seconds past: a slot is due once its second is over.\n"
      "OnCalendar=*:{}:05\nAccuracySec=10\nPersistent=true\n\n"
      "[Install]\nWantedBy=timers.target\n",
      every, every == 60 ? "00" : fmt::format("0/{}", every));
}

/// A sentence as a comment of a file.
std::string commented(std::string_view sentence) {
  return "# " + replaced(std::string(sentence), "\n", "\n# ") + '\n';
}

/// What is meant to be put into files: as it stands, never broken into lines.
void print_files(const Session& session, const std::vector<File>& files,
                 const std::string& comment) {
  if (session.json) {
    report::JsonWriter json;
    json.begin_object().member("format", "signpost.timer/1").key("files").begin_array();
    for (const File& file : files) {
      json.begin_object().member("name", file.name).member("text", file.text).end_object();
    }
    session.out << json.end_array().end_object().take();
    return;
  }
  session.out << comment;
  for (const File& file : files) session.out << "\n# " << file.name << '\n' << file.text;
}

int systemd(const Options& options, const Session& session) {
  const Installation installed = installation_of(session);
  refuse_letters(installed.program, "\"'\\", "systemd");
  refuse_letters(installed.store, "", "systemd");
  refuse_letters(installed.config, "", "systemd");
  std::vector<File> files{{"signpost.service", service(options, installed)}};
  if (!options.forever) files.push_back({"signpost.timer", timer(options.every)});

  const std::string folder = options.user ? "~/.config/systemd/user" : "/etc/systemd/system";
  const std::string systemctl = options.user ? "systemctl --user" : "systemctl";
  std::vector<std::string> steps{systemctl + " daemon-reload",
                                 systemctl + " enable --now " + files.back().name};
  if (options.user) {
    steps.push_back("loginctl enable-linger    # " + session.say("timer.linger"));
  }
  if (options.output.empty()) {
    std::string comment = commented(session.say(options.user ? "timer.put" : "timer.put-as-root",
                                                {{"n", std::ssize(files)}, {"folder", folder}}));
    for (const std::string& step : steps) comment += commented("  " + step);
    print_files(session, files, comment);
    return kDone;
  }
  for (const File& file : files) {
    service::door_of(session).write(fs::path(options.output) / file.name, file.text);
  }
  if (session.json) {
    print_files(session, files, {});
    return kDone;
  }
  report::Page page(session.speech.language());
  for (const File& file : files) {
    const fs::path path = fs::path(options.output) / file.name;
    page.typed(session.say("timer.wrote", {{"file", report::quoted(path.string())}}));
  }
  page.paragraph(session.say("timer.put-there", {{"folder", folder}}));
  for (const std::string& step : steps) page.typed("  " + step);
  session.show(page);
  return kDone;
}

int cron(const Options& options, const Session& session) {
  const Installation installed = installation_of(session);
  // What becomes of two backslashes differs from one cron to another.
  for (const std::string& path : {installed.program, installed.store, installed.config}) {
    refuse_letters(path, "\\", "cron");
  }
  const std::string minutes = options.every == 60  ? "1"
                              : options.every == 1 ? "*"
                                                   : fmt::format("1-59/{}", options.every);
  std::string line = minutes + " * * * * ";
  if (!installed.config.empty()) line += "XDG_CONFIG_HOME=" + crontab_word(installed.config) + ' ';
  line += fmt::format("{} --store {} run\n", crontab_word(installed.program),
                      crontab_word(installed.store));
  print_files(session, {{"crontab", line}},
              commented(session.say(
                  "timer.add", {{"owner", printable(installed.owner)}, {"n", options.every}})));
  return kDone;
}

void add_every(Arguments arguments, Options& options, const report::Speech& speech) {
  arguments.add_option("--every", options.every, speech.say("help.timer.every"))
      .type_name("MINUTES")
      .check([&speech](const std::string& text) -> std::string {
        static const std::vector<std::string> kParts{"1",  "2",  "3",  "4",  "5",  "6",
                                                     "10", "12", "15", "20", "30", "60"};
        return std::find(kParts.begin(), kParts.end(), text) != kParts.end()
                   ? std::string()
                   : speech.say("timer.parts-of-an-hour");
      });
}

}  // namespace

Command add_timer(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("timer", speech.say("help.timer"));

  const Arguments systemd_command =
      command.add_subcommand("systemd", speech.say("help.timer.systemd"));
  add_every(systemd_command, *options, speech);
  systemd_command.add_flag("--forever", options->forever, speech.say("help.timer.systemd.forever"));
  systemd_command.add_flag("--user", options->user, speech.say("help.timer.systemd.user"));
  systemd_command.add_option("--output", options->output, speech.say("help.timer.systemd.output"))
      .type_name("FOLDER");
  systemd_command.footer(
      example(speech, "  signpost timer systemd --user --output ~/.config/systemd/user"));

  const Arguments cron_command = command.add_subcommand("cron", speech.say("help.timer.cron"));
  add_every(cron_command, *options, speech);
  cron_command.footer(example(speech, "  signpost timer cron --every 5"));

  command.require_subcommand(1, 1);
  command.footer(example(speech, "  signpost timer systemd --user\n  signpost timer cron"));
  return {command, [options, cron_command](Session& session) {
            return cron_command.parsed() ? cron(*options, session) : systemd(*options, session);
          }};
}

}  // namespace signpost::cli
