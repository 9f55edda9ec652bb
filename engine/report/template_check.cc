#include "engine/report/template_check.h"

#include <algorithm>
#include <optional>

#include "engine/base/text.h"

namespace signpost::report {
namespace {

using Kind = Shape::Kind;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

class Checker {
 public:
  Checker(std::string_view text, const Shape& root) : text_(text), open_{{{}, &root, 0}} {}

  std::vector<Phrase> mistakes() {
    std::size_t at = 0;
    while (at < text_.size()) {
      const std::size_t begin = text_.find("{{", at);
      count_lines(at, begin);
      if (begin == std::string_view::npos) break;
      const bool raw = text_.substr(begin).starts_with("{{{");
      const std::string_view ends = raw ? "}}}" : "}}";
      const std::size_t inside = begin + ends.size();
      const std::size_t end = text_.find(ends, inside);
      if (end == std::string_view::npos) {
        tell("template.not-ended");
        break;
      }
      check(trimmed(text_.substr(inside, end - inside)), raw);
      at = end + ends.size();
      count_lines(begin, at);
    }
    for (std::size_t level = open_.size(); level-- > 1;) {
      tell_at(open_[level].line, {"template.not-closed", {{"name", open_[level].name}}});
    }
    std::stable_sort(found_.begin(), found_.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<Phrase> told;
    for (const auto& [line, what] : found_) {
      told.push_back({"diagnostic.in-line", {{"line", std::to_string(line)}, {"says", what}}});
    }
    return told;
  }

 private:
  struct Level {
    std::string name;
    const Shape* shape;  // null where the name is unknown: then all inside may be right
    int line;
  };

  void count_lines(std::size_t from, std::size_t to) {
    const std::string_view passed =
        text_.substr(from, to == std::string_view::npos ? to : to - from);
    line_ += static_cast<int>(std::count(passed.begin(), passed.end(), '\n'));
  }

  void tell_at(int line, Phrase what) { found_.emplace_back(line, std::move(what)); }
  void tell(Phrase what) { tell_at(line_, std::move(what)); }

  void check(std::string_view tag, bool raw) {
    const char sign = tag.empty() ? ' ' : tag.front();
    const std::string name(trimmed(
        !raw && std::string_view("#^/&>!=").find(sign) != std::string_view::npos ? tag.substr(1)
                                                                                 : tag));
    if (raw || sign == '&') return check_variable(name, true);
    switch (sign) {
      case '!':
        return;
      case '=':
        return tell("template.other-delimiters");
      case '>':
        return tell("template.partials");
      case '#':
      case '^':
        return open(name, sign);
      case '/':
        return close(name);
      default:
        return check_variable(name, false);
    }
  }

  void check_variable(const std::string& name, bool raw) {
    const auto shape = look_up(name);
    if (!shape) return unknown(name, "");
    if (*shape == nullptr) return;
    switch ((*shape)->kind) {
      case Kind::kText:
        if (raw) tell({"template.raw-text", {{"name", name}}});
        return;
      case Kind::kMarkup:
        if (!raw) tell({"template.markup", {{"name", name}}});
        return;
      case Kind::kFlag:
        return tell({"template.flag", {{"name", name}}});
      case Kind::kList:
      case Kind::kObject:
        return tell({"template.has-names", {{"name", name}}});
    }
  }

  void open(const std::string& name, char sign) {
    const auto shape = look_up(name);
    if (!shape) unknown(name, std::string(1, sign));
    open_.push_back({name, shape.value_or(nullptr), line_});
  }

  void close(const std::string& name) {
    if (open_.size() > 1 && open_.back().name == name) {
      open_.pop_back();
      return;
    }
    if (open_.size() == 1) return tell({"template.closes-nothing", {{"name", name}}});
    tell({"template.closes-another",
          {{"name", name},
           {"open", open_.back().name},
           {"line", std::to_string(open_.back().line)}}});
    const auto meant = std::find_if(open_.begin() + 1, open_.end(),
                                    [&](const Level& level) { return level.name == name; });
    if (meant != open_.end()) open_.erase(meant, open_.end());
  }

  /// Nothing: no such name; null: inside an unknown name, where anything goes.
  std::optional<const Shape*> look_up(std::string_view name) const {
    const std::size_t dot = name == "." ? std::string_view::npos : name.find('.');
    for (auto level = open_.rbegin(); level != open_.rend(); ++level) {
      if (level->shape == nullptr) return nullptr;
      const auto found = level->shape->inner.find(name.substr(0, dot));
      if (found == level->shape->inner.end()) continue;
      if (dot == std::string_view::npos) return &found->second;
      const auto inner = found->second.inner.find(name.substr(dot + 1));
      if (inner != found->second.inner.end()) return &inner->second;
    }
    return std::nullopt;
  }

  void unknown(const std::string& name, const std::string& sign) {
    std::vector<std::string> known;
    for (const Level& level : open_) {
      if (level.shape == nullptr) continue;
      for (const auto& [here, shape] : level.shape->inner) {
        known.push_back(here);
        if (shape.kind != Kind::kObject) continue;
        for (const auto& [inner, unused] : shape.inner)
          known.push_back(std::string(here).append(".").append(inner));
      }
    }
    if (const auto meant = nearest(name, known)) {
      tell({"template.other-name", {{"name", sign + name}, {"meant", sign + *meant}}});
    } else {
      tell({"template.no-name", {{"name", sign + name}}});
    }
  }

  std::string_view text_;
  std::vector<Level> open_;
  int line_ = 1;
  std::vector<std::pair<int, Phrase>> found_;
};

}  // namespace

std::vector<Phrase> mistakes_in(std::string_view text, const Shape& root) {
  return Checker(text, root).mistakes();
}

}  // namespace signpost::report
