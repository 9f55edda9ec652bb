// What a command takes on its line: its options, its positional arguments, the commands below it.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

// The library that reads the line takes longer to compile than any command. It is seen by
// arguments.cc and by what walks the tree of all commands; a command sees this door.
namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
class FormatterBase;
class Option;
}  // namespace CLI

namespace signpost::cli {

/// What is wrong with a value, in words of the language that is spoken; empty where nothing is.
/// It may put the value into the form that is read on, see Option::transform.
using ValueCheck = std::function<std::string(std::string&)>;

/// One option or positional argument of a command. Copies mean the same one.
class Option {
 public:
  explicit Option(CLI::Option& option) : option_(&option) {}

  /// How help calls the value: "TIME", "FILE", "yes|no". Completion goes by it.
  Option type_name(const std::string& name) const;
  Option required() const;
  /// Neither in help nor completed.
  Option hidden() const;
  /// A list grows by one value each time that the option is given; without this it takes what
  /// follows, too.
  Option one_at_a_time() const;
  /// Not together with the other.
  Option excludes(const Option& other) const;
  /// The value is kept as it was written.
  Option check(const ValueCheck& check) const;
  /// The value is kept as the check leaves it.
  Option transform(const ValueCheck& check) const;
  /// One of these words; help names them behind the type.
  Option one_of(const std::vector<std::string>& words) const;

 private:
  CLI::Option* option_;
};

/// The arguments of the program, of a command or of a command below one. Copies mean the same
/// command. What is bound must stay where it is until the line has been read. A name with dashes is
/// an option's, any other a positional argument's.
class Arguments {
 public:
  explicit Arguments(CLI::App& app) : app_(&app) {}

  /// The first line of a description stands in the list of commands.
  [[nodiscard]] Arguments add_subcommand(const std::string& name,
                                         const std::string& description) const;
  /// How many of its subcommands must and may be named.
  void require_subcommand(std::size_t least, std::size_t most) const;

  /// A text, texts, a whole number or a number; where it may stay without one, an optional of it.
  template <class Value>
  Option add_option(const std::string& name, Value& value,
                    const std::string& description = {}) const;
  /// `take` is called with the value where the option is given.
  Option add_option(const std::string& name, const std::function<void(const std::string&)>& take,
                    const std::string& description = {}) const;
  void add_flag(const std::string& name, bool& given, const std::string& description) const;

  /// What stands below the help: the example.
  void footer(const std::string& text) const;

  /// Whether the line names this command.
  [[nodiscard]] bool parsed() const;

  /// For what walks the tree of commands.
  [[nodiscard]] CLI::App& app() const { return *app_; }

 private:
  CLI::App* app_;
};

}  // namespace signpost::cli
