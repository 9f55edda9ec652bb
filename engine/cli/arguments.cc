#include "engine/cli/arguments.h"

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>

namespace signpost::cli {

Option Option::type_name(const std::string& name) const {
  option_->type_name(name);
  return *this;
}

Option Option::required() const {
  option_->required();
  return *this;
}

Option Option::hidden() const {
  option_->group("");
  return *this;
}

Option Option::one_at_a_time() const {
  option_->allow_extra_args(false);
  return *this;
}

Option Option::excludes(const Option& other) const {
  option_->excludes(other.option_);
  return *this;
}

Option Option::check(const ValueCheck& check) const {
  option_->check(CLI::Validator(check, ""));
  return *this;
}

Option Option::transform(const ValueCheck& check) const {
  option_->transform(CLI::Validator(check, ""));
  return *this;
}

Option Option::one_of(const std::vector<std::string>& words) const {
  option_->check(CLI::IsMember(words));
  return *this;
}

Arguments Arguments::add_subcommand(const std::string& name, const std::string& description) const {
  return Arguments(*app_->add_subcommand(name, description));
}

void Arguments::require_subcommand(std::size_t least, std::size_t most) const {
  app_->require_subcommand(least, most);
}

template <class Value>
Option Arguments::add_option(const std::string& name, Value& value,
                             const std::string& description) const {
  return Option(*app_->add_option(name, value, description));
}
template Option Arguments::add_option(const std::string&, std::string&, const std::string&) const;
template Option Arguments::add_option(const std::string&, std::optional<std::string>&,
                                      const std::string&) const;
template Option Arguments::add_option(const std::string&, std::vector<std::string>&,
                                      const std::string&) const;
template Option Arguments::add_option(const std::string&, int&, const std::string&) const;
template Option Arguments::add_option(const std::string&, std::optional<int>&,
                                      const std::string&) const;
template Option Arguments::add_option(const std::string&, std::int64_t&, const std::string&) const;
template Option Arguments::add_option(const std::string&, std::uint64_t&, const std::string&) const;
template Option Arguments::add_option(const std::string&, double&, const std::string&) const;

Option Arguments::add_option(const std::string& name,
                             const std::function<void(const std::string&)>& take,
                             const std::string& description) const {
  return Option(*app_->add_option_function(name, take, description));
}

void Arguments::add_flag(const std::string& name, bool& given,
                         const std::string& description) const {
  app_->add_flag(name, given, description);
}

void Arguments::footer(const std::string& text) const { app_->footer(text); }

bool Arguments::parsed() const { return app_->parsed(); }

}  // namespace signpost::cli
