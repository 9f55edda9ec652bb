#include "engine/cli/manual.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

#include "engine/base/text.h"
#include "tests/unit/cli/prompt.h"

namespace signpost::testing {
namespace {

using cli::Topic;
using cli::topics;

TEST_CASE("every page has its Arabic, and a title that says what it is of") {
  REQUIRE(topics().size() >= 10);
  for (const Topic& topic : topics()) {
    const std::string name(topic.name);
    CAPTURE(name);
    CHECK(topic.english != topic.arabic);
    CHECK_FALSE(has_rtl(report::title_of(topic.in(Language::kEnglish))));
    CHECK(has_rtl(report::title_of(topic.in(Language::kArabic))));
  }
}

TEST_CASE("a page is found by its name, or by a word that no other has") {
  REQUIRE(cli::topic_named("alerts") != nullptr);
  CHECK(cli::topic_named("alerts")->name == "schedules-and-alerts");
  CHECK(cli::topic_named("store")->name == "store");
  CHECK(cli::topic_named("and")->name == "schedules-and-alerts");
  CHECK(cli::topic_named("alert") == nullptr);
  CHECK(cli::topic_named("") == nullptr);
}

TEST_CASE("signpost help lists the pages, and shows each in the language that is asked for") {
  const Prompt prompt;
  const auto list = prompt({"help"});
  CHECK(list.code == 0);
  for (const Topic& topic : topics()) {
    const std::string name(topic.name);
    CHECK(list.out.find("\n  " + name + " ") != std::string::npos);
    const auto page = prompt({"help", name});
    CHECK(page.code == 0);
    CHECK(page.out.starts_with(report::title_of(topic.in(Language::kEnglish))));
    CHECK(prompt({"--lang", "ar", "help", name})
              .out.starts_with(report::title_of(topic.in(Language::kArabic))));
  }
}

TEST_CASE("a page or a command that is mistyped draws the one that was meant") {
  const auto page = Prompt()({"help", "modle"});
  CHECK(page.code == 2);
  CHECK(page.err ==
        "signpost: error: there is neither a page nor a command \"modle\"\n"
        "hint: did you mean `signpost help model`?\n");
  CHECK(Prompt()({"help", "evidence", "shwo"}).err ==
        "signpost: error: there is neither a page nor a command \"evidence shwo\"\n"
        "hint: did you mean `signpost help evidence show`?\n");
  CHECK(Prompt()({"help", "frobnicate"}).err ==
        "signpost: error: there is neither a page nor a command \"frobnicate\"\n"
        "hint: `signpost help` lists the pages, `signpost --help` the commands\n");
}

TEST_CASE("the manual is written for man(1): the program, each command, each page") {
  const Prompt prompt;
  const auto said = prompt({"help", "--man", prompt.path("man")});
  CHECK(said.code == 0);
  CHECK(said.out.find("pages are written into ") != std::string::npos);
  const std::string whole = prompt.read("man/signpost.1");
  CHECK(whole.starts_with(".TH signpost 1 "));
  CHECK(whole.find(".SH Exit codes") != std::string::npos);
  const std::string record = prompt.read("man/signpost-record.1");
  CHECK(record.find("\\fB\\-\\-grade\\fR \\fIGRADE\\fR") != std::string::npos);
  CHECK(record.find(".SH EXAMPLES\n.EX\n  signpost record ") != std::string::npos);
  for (const Topic& topic : topics()) {
    const std::string name = "man/signpost-" + std::string(topic.name) + ".7";
    CAPTURE(name);
    CHECK(whole.find("signpost\\-" + replaced(std::string(topic.name), "-", "\\-")) !=
          std::string::npos);
    const auto mode = std::filesystem::status(prompt.path(name)).permissions();
    CHECK((mode & std::filesystem::perms::others_read) != std::filesystem::perms::none);
  }
}

TEST_CASE("in the manual for man(1) commands stand under the titles of their groups") {
  const Prompt prompt;
  for (const auto& [language, title] : {std::pair("en", ".SS To begin\n"), {"ar", ".SS للبدء\n"}}) {
    REQUIRE(prompt({"--lang", language, "help", "--man", prompt.path(language)}).code == 0);
    const std::string whole = prompt.read(std::string(language) + "/signpost.1");
    CHECK(whole.find(title) != std::string::npos);
    CHECK(whole.find("help.group") == std::string::npos);
  }
}

TEST_CASE("the manual answers programs, too") {
  const Prompt prompt;
  CHECK(prompt({"help", "--json"}).out.find("\"page\": \"model\"") != std::string::npos);
  CHECK(prompt({"help", "model", "--json"}).out.find("\"text\": \"# The model, in one page") !=
        std::string::npos);
}

}  // namespace
}  // namespace signpost::testing
