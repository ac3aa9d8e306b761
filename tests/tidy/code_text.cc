// SPDX-License-Identifier: Apache-2.0

#include "tidy/code_text.h"

#include <algorithm>

#include "tidy/source_tree.h"

namespace portside::tidy {
namespace {

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

void Blank(std::string& text, std::size_t begin, std::size_t end) {
  for (std::size_t at = begin; at < std::min(end, text.size()); ++at) {
    if (text[at] != '\n') text[at] = ' ';
  }
}

// Behind the literal that begins with the quote at `begin`.
std::size_t EndOfLiteral(std::string_view text, std::size_t begin) {
  const char quote = text[begin];
  for (std::size_t at = begin + 1; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == quote || text[at] == '\n') {
      return at + 1;
    }
  }
  return text.size();
}

// Behind R"delimiter(...)delimiter", whose quote is at `begin`.
std::size_t EndOfRawString(std::string_view text, std::size_t begin) {
  const std::size_t open = text.find('(', begin);
  if (open == std::string_view::npos) return text.size();
  const std::string close = ")" + std::string(text.substr(begin + 1, open - begin - 1)) + "\"";
  const std::size_t end = text.find(close, open);
  return end == std::string_view::npos ? text.size() : end + close.size();
}

// Behind the comment or literal that begins at `at`; `at` itself where none does.
std::size_t EndOfNonCode(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  if (rest.starts_with("//")) return std::min(text.find('\n', at), text.size());
  if (rest.starts_with("/*")) return std::min(text.find("*/", at + 2), text.size() - 2) + 2;
  const char before = at == 0 ? ' ' : text[at - 1];
  if (rest[0] == '"') {
    return before == 'R' ? EndOfRawString(text, at) : EndOfLiteral(text, at);
  }
  // Between digits it separates them: 100'000.
  if (rest[0] == '\'' && !IsNameCharacter(before)) return EndOfLiteral(text, at);
  return at;
}

// Directives may hold one half of a pair of braces only.
void BlankDirectives(std::string& code) {
  bool inside = false;
  std::size_t begin = 0;
  for (const std::string_view line : Lines(code)) {
    const std::size_t first = line.find_first_not_of(' ');
    inside = inside || (first != std::string_view::npos && line[first] == '#');
    const bool goes_on = line.ends_with('\\');
    if (inside) Blank(code, begin, begin + line.size());
    inside = inside && goes_on;
    begin += line.size() + 1;
  }
}

std::string_view Trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \n") - begin + 1);
}

enum class Block { kScope, kFunction, kData };

// What the braces behind this head hold, outside of functions.
Block BlockOf(std::string_view head) {
  const bool has_parameters = head.find(')') != std::string_view::npos;
  // A constructor whose last member is initialised with braces leaves nothing before its body.
  if (head.empty()) return Block::kFunction;
  if (head.ends_with('=') || head.ends_with('(') || head.ends_with(',')) return Block::kData;
  if (has_parameters) return Block::kFunction;
  for (const std::string_view word : {"namespace", "extern", "class", "struct", "union", "enum"}) {
    if (!FindWord(head, word).empty()) return Block::kScope;
  }
  return Block::kData;
}

// Walks over the braces of one file.
class Measure {
 public:
  explicit Measure(std::string code) : code_(std::move(code)) {}

  std::optional<std::vector<Function>> Run() {
    for (at_ = 0; at_ < code_.size(); ++at_) {
      const char c = code_[at_];
      if (c == '{') Open();
      if (c == '}' && !Close()) return std::nullopt;
      if (inner_depth_ == 0 && (c == ';' || c == '{' || c == '}')) head_begin_ = at_ + 1;
    }
    if (scopes_ != 0 || inner_depth_ != 0) return std::nullopt;
    return std::move(functions_);
  }

 private:
  void Open() {
    if (inner_depth_ > 0) {
      ++inner_depth_;
      return;
    }
    const std::string_view rest = std::string_view(code_).substr(head_begin_);
    const std::string_view head = Trim(rest.substr(0, at_ - head_begin_));
    const Block block = BlockOf(head);
    if (block == Block::kScope) {
      ++scopes_;
      return;
    }
    inner_depth_ = 1;
    in_function_ = block == Block::kFunction;
    const std::size_t begin = head.empty() ? at_ : code_.find(head, head_begin_);
    if (in_function_) functions_.push_back({LineOf(begin), 0, std::string(Lines(head)[0])});
  }

  bool Close() {
    if (inner_depth_ > 0) {
      if (--inner_depth_ > 0 || !in_function_) return true;
      functions_.back().lines = LineOf(at_) - functions_.back().line + 1;
      return true;
    }
    if (scopes_ == 0) return false;
    --scopes_;
    return true;
  }

  [[nodiscard]] std::size_t LineOf(std::size_t at) const {
    const std::string_view before = std::string_view(code_).substr(0, at);
    return 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  }

  std::string code_;
  std::size_t at_ = 0;
  std::size_t head_begin_ = 0;
  std::size_t scopes_ = 0;
  std::size_t inner_depth_ = 0;  // of braces in a function or in data
  bool in_function_ = false;
  std::vector<Function> functions_;
};

}  // namespace

std::string CodeOnly(std::string_view text) {
  std::string code(text);
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t end = EndOfNonCode(text, at);
    if (end == at) continue;
    const bool literal = text[at] != '/';
    // The quotes stay, so that a literal is still seen to be one.
    Blank(code, literal ? at + 1 : at, literal ? end - 1 : end);
    at = end - 1;
  }
  return code;
}

std::vector<std::size_t> FindWord(std::string_view text, std::string_view word) {
  std::vector<std::size_t> found;
  std::size_t line = 0;
  for (const std::string_view each : Lines(text)) {
    ++line;
    for (std::size_t at = each.find(word); at != std::string_view::npos;
         at = each.find(word, at + 1)) {
      const std::size_t end = at + word.size();
      if (at > 0 && IsNameCharacter(word.front()) && IsNameCharacter(each[at - 1])) continue;
      if (end < each.size() && IsNameCharacter(word.back()) && IsNameCharacter(each[end])) continue;
      found.push_back(line);
      break;
    }
  }
  return found;
}

std::vector<Include> Includes(std::string_view text) {
  std::vector<Include> includes;
  std::size_t number = 0;
  for (const std::string_view line : Lines(text)) {
    ++number;
    constexpr std::string_view kDirective = "#include ";
    if (!line.starts_with(kDirective)) continue;
    const char open = line.size() > kDirective.size() ? line[kDirective.size()] : ' ';
    const std::size_t begin = kDirective.size() + 1;
    const std::size_t end = line.find(open == '<' ? '>' : '"', begin);
    if (end == std::string_view::npos) continue;
    includes.push_back({number, std::string(line.substr(begin, end - begin)), open == '<'});
  }
  return includes;
}

std::optional<std::vector<Function>> CppFunctions(std::string_view text) {
  std::string code = CodeOnly(text);
  BlankDirectives(code);
  return Measure(std::move(code)).Run();
}

std::vector<Function> PythonFunctions(std::string_view text) {
  std::vector<Function> functions;
  const std::vector<std::string_view> lines = Lines(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::size_t indent = lines[i].find_first_not_of(' ');
    if (indent == std::string_view::npos || !lines[i].substr(indent).starts_with("def ")) continue;
    std::size_t last = i;
    for (std::size_t next = i + 1; next < lines.size(); ++next) {
      const std::size_t depth = lines[next].find_first_not_of(' ');
      if (depth == std::string_view::npos) continue;
      // The closing line of a long list of parameters stands at the function's own depth.
      if (depth <= indent && lines[next][depth] != ')') break;
      last = next;
    }
    functions.push_back({i + 1, last - i + 1, std::string(Trim(lines[i]))});
  }
  return functions;
}

}  // namespace portside::tidy
