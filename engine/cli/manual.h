// The manual: the pages beside the code of each folder, put into the program in both languages.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/embedded.h"
#include "engine/base/language.h"
#include "engine/cli/arguments.h"
#include "engine/report/page.h"
#include "engine/report/prose.h"
#include "engine/report/speech.h"

namespace signpost::cli {

/// As they were put in: NAME.md, then NAME.ar.md, in the order in which they are listed.
std::span<const Embedded> manual_files();

/// A page of the manual.
struct Topic {
  std::string_view name;  // as `signpost help` takes it
  std::string_view english;
  std::string_view arabic;
  [[nodiscard]] report::Prose in(Language language) const {
    return report::read_prose(language == Language::kArabic ? arabic : english);
  }
};
const std::vector<Topic>& topics();

/// By its name, or by a word that is in no other page's name; nullptr where there is none.
const Topic* topic_named(std::string_view name);

/// The pages, a line each.
report::Page manual_contents(const report::Speech& speech);

/// The manual for man(1), in the language of `speech`: signpost.1 and a signpost-COMMAND.1 for each
/// command, from what each says of itself, and a signpost-PAGE.7 for each page.
struct ManPage {
  std::string file;
  std::string text;
};
std::vector<ManPage> man_pages(Arguments program, const report::Speech& speech);

}  // namespace signpost::cli
