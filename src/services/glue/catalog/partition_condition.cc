// SPDX-License-Identifier: Apache-2.0

#include "services/glue/catalog/partition_condition.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "portside/base/encoding.h"
#include "services/glue/errors.h"
#include "services/glue/limits.h"

namespace portside::glue {
namespace {

using Condition = PartitionExpression::Condition;
using Kind = Condition::Kind;

struct Token {
  enum class Kind { kWord, kName, kNumber, kText, kSign };
  Kind kind = Kind::kSign;
  std::string text;  // of a word also as it was written
};

bool IsWordStart(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_' ||
         static_cast<unsigned char>(letter) >= 0x80;
}
bool IsDigit(char letter) { return letter >= '0' && letter <= '9'; }

class Lexer {
 public:
  explicit Lexer(std::string_view text) : rest_(text) {}

  // Nothing: there is what belongs to no expression.
  std::optional<std::vector<Token>> All() {
    std::vector<Token> tokens;
    while (true) {
      rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size()));
      if (rest_.empty()) return Unwrapped(std::move(tokens));
      auto token = Next();
      if (!token) return std::nullopt;
      tokens.push_back(*std::move(token));
    }
  }

 private:
  // Parentheses round AND and OR say nothing.
  static std::vector<Token> Unwrapped(std::vector<Token> tokens) {
    const auto is_operator = [](const Token& token) {
      return token.kind == Token::Kind::kWord &&
             (EqualsIgnoreCase(token.text, "and") || EqualsIgnoreCase(token.text, "or"));
    };
    std::vector<Token> kept;
    for (Token& token : tokens) {
      kept.push_back(std::move(token));
      while (kept.size() >= 3 && kept.back().text == ")" && is_operator(kept[kept.size() - 2]) &&
             kept[kept.size() - 3].text == "(") {
        kept.pop_back();
        kept.erase(kept.end() - 2);
      }
    }
    return kept;
  }

  std::optional<Token> Next() {
    const char first = rest_.front();
    if (IsWordStart(first)) {
      return Take(Token::Kind::kWord,
                  [](char letter) { return IsWordStart(letter) || IsDigit(letter); });
    }
    if (IsDigit(first) || ((first == '-' || first == '.') && rest_.size() > 1)) return Number();
    if (first == '\'') return Quoted(Token::Kind::kText);
    if (first == '"' || first == '`') return Quoted(Token::Kind::kName);
    for (const std::string_view sign : {"<>", "!=", "<=", ">=", "=", "<", ">", "(", ")", ","}) {
      if (!rest_.starts_with(sign)) continue;
      rest_.remove_prefix(sign.size());
      return Token{Token::Kind::kSign, std::string(sign)};
    }
    return std::nullopt;
  }

  template <typename IsPart>
  Token Take(Token::Kind kind, const IsPart& is_part) {
    const auto end = std::ranges::find_if_not(rest_, is_part);
    const auto size = static_cast<std::size_t>(end - rest_.begin());
    Token token{kind, std::string(rest_.substr(0, size))};
    rest_.remove_prefix(size);
    return token;
  }

  // What it says is the key's business; a sign may follow an exponent.
  Token Number() {
    char previous = '-';
    bool is_first = true;
    return Take(Token::Kind::kNumber, [&](char letter) {
      const bool is_sign = letter == '-' || letter == '+';
      const bool is_part = IsDigit(letter) || letter == '.' || letter == 'e' || letter == 'E' ||
                           (is_sign && (is_first || previous == 'e' || previous == 'E'));
      is_first = false;
      previous = letter;
      return is_part;
    });
  }

  // A quote is doubled; clients of Hive write a backslash before it.
  std::optional<Token> Quoted(Token::Kind kind) {
    const char quote = rest_.front();
    Token token{kind, ""};
    for (std::size_t at = 1; at < rest_.size(); ++at) {
      if (rest_[at] == '\\' && at + 1 < rest_.size() && rest_[at + 1] == quote) {
        token.text += rest_[++at];
      } else if (rest_[at] != quote) {
        token.text += rest_[at];
      } else if (at + 1 < rest_.size() && rest_[at + 1] == quote) {
        token.text += rest_[++at];
      } else {
        rest_.remove_prefix(at + 1);
        return token;
      }
    }
    return std::nullopt;
  }

  std::string_view rest_;
};

struct Operator {
  std::string_view sign;
  Comparison comparison;
  Comparison turned;  // where the literal stands first
};
constexpr Operator kOperators[] = {
    {"=", Comparison::kEqual, Comparison::kEqual},
    {"<>", Comparison::kUnequal, Comparison::kUnequal},
    {"!=", Comparison::kUnequal, Comparison::kUnequal},
    {"<", Comparison::kLess, Comparison::kGreater},
    {"<=", Comparison::kLessOrEqual, Comparison::kGreaterOrEqual},
    {">", Comparison::kGreater, Comparison::kLess},
    {">=", Comparison::kGreaterOrEqual, Comparison::kLessOrEqual},
};

class Parser {
 public:
  Parser(std::string_view text, std::vector<Token> tokens, const std::vector<PartitionKey>& keys)
      : text_(text), tokens_(std::move(tokens)), keys_(keys) {}

  Result<Condition> All() {
    Condition all = TRY(Chain("or", Kind::kOr, 0));
    if (at_ != tokens_.size()) return Fail(Unsupported());
    return all;
  }

 private:
  [[nodiscard]] ServiceError Unsupported() const {
    return InvalidInput("Unsupported expression '" + std::string(text_) + "'");
  }

  bool IsSign(std::string_view sign) const {
    return at_ < tokens_.size() && tokens_[at_].kind == Token::Kind::kSign &&
           tokens_[at_].text == sign;
  }
  bool TakeSign(std::string_view sign) {
    const bool is_it = IsSign(sign);
    if (is_it) ++at_;
    return is_it;
  }
  bool TakeWord(std::string_view word) {
    const bool is_it = at_ < tokens_.size() && tokens_[at_].kind == Token::Kind::kWord &&
                       EqualsIgnoreCase(tokens_[at_].text, word);
    if (is_it) ++at_;
    return is_it;
  }

  // Conditions between words of one kind; AND binds tighter.
  Result<Condition> Chain(std::string_view word, Kind kind, int depth) {
    if (depth > limits::kPartitionExpressionDepth) return Fail(Unsupported());
    Condition chain{.kind = kind};
    do {
      chain.parts.push_back(kind == Kind::kOr ? TRY(Chain("and", Kind::kAnd, depth + 1))
                                              : TRY(Unit(depth + 1)));
    } while (TakeWord(word));
    if (chain.parts.size() > 1) return chain;
    Condition only = std::move(chain.parts.front());
    return only;
  }

  Result<Condition> Unit(int depth) {
    if (depth > limits::kPartitionExpressionDepth) return Fail(Unsupported());
    if (TakeWord("not")) return Negated(TRY(Unit(depth + 1)), true);
    const std::size_t begin = at_;
    if (const auto operand = TakeOperand()) return Predicate(*operand);
    at_ = begin;
    if (!TakeSign("(")) return Fail(Unsupported());
    Condition inner = TRY(Chain("or", Kind::kOr, depth + 1));
    if (!TakeSign(")")) return Fail(Unsupported());
    return inner;
  }

  static Condition Negated(Condition condition, bool is_negated) {
    if (!is_negated) return condition;
    Condition negated{.kind = Kind::kNot};
    negated.parts.push_back(std::move(condition));
    return negated;
  }

  // A key or a literal, in any parentheses; the parser stands where it stood where there is none.
  std::optional<Token> TakeOperand() {
    const std::size_t begin = at_;
    std::size_t open = 0;
    while (TakeSign("(")) ++open;
    std::optional<Token> operand;
    if (at_ < tokens_.size() && tokens_[at_].kind != Token::Kind::kSign) operand = tokens_[at_++];
    while (operand && open > 0 && TakeSign(")")) --open;
    if (operand && open == 0) return operand;
    at_ = begin;
    return std::nullopt;
  }

  static bool IsKey(const Token& token) {
    return token.kind == Token::Kind::kWord || token.kind == Token::Kind::kName;
  }
  Result<std::size_t> KeyOf(const Token& token) const {
    const auto found = std::ranges::find_if(
        keys_, [&](const PartitionKey& key) { return EqualsIgnoreCase(key.name, token.text); });
    if (found == keys_.end()) return Fail(InvalidInput("Invalid partition expression!"));
    if (found->type == KeyType::kUnsupported) {
      return Fail(InvalidInput("Unknown type : '" + found->hive_type + "'"));
    }
    return static_cast<std::size_t>(found - keys_.begin());
  }
  Result<std::string> Literal(const std::optional<Token>& token, std::size_t key) const {
    if (!token || IsKey(*token)) return Fail(Unsupported());
    auto text = SortTextOf(keys_[key].type, token->text);
    if (!text) return Fail(InvalidInput(text.error()));
    return *std::move(text);
  }

  const Operator* TakeOperator() {
    for (const Operator& known : kOperators) {
      if (TakeSign(known.sign)) return &known;
    }
    return nullptr;
  }

  Result<Condition> Predicate(const Token& first) {
    if (!IsKey(first)) {
      const Operator* found = TakeOperator();
      const auto other = TakeOperand();
      if (found == nullptr || !other || !IsKey(*other)) return Fail(Unsupported());
      const std::size_t key = TRY(KeyOf(*other));
      std::string literal = TRY(Literal(first, key));
      return Condition{.kind = Kind::kCompare,
                       .key = key,
                       .comparison = found->turned,
                       .literals = {std::move(literal)}};
    }
    const std::size_t key = TRY(KeyOf(first));
    if (const Operator* found = TakeOperator()) {
      const auto other = TakeOperand();
      std::string literal = TRY(Literal(other, key));
      return Condition{.kind = Kind::kCompare,
                       .key = key,
                       .comparison = found->comparison,
                       .literals = {std::move(literal)}};
    }
    if (TakeWord("is")) {
      const bool is_negated = TakeWord("not");
      if (!TakeWord("null")) return Fail(Unsupported());
      return Negated({.kind = Kind::kIsNull, .key = key}, is_negated);
    }
    const bool is_negated = TakeWord("not");
    if (TakeWord("in")) return Negated(TRY(In(key)), is_negated);
    if (TakeWord("between")) return Negated(TRY(Between(key)), is_negated);
    if (TakeWord("like")) return Negated(TRY(Like(key)), is_negated);
    return Fail(Unsupported());
  }

  Result<Condition> In(std::size_t key) {
    Condition in{.kind = Kind::kIn, .key = key};
    if (!TakeSign("(")) return Fail(Unsupported());
    do {
      const auto literal = TakeOperand();
      in.literals.push_back(TRY(Literal(literal, key)));
    } while (TakeSign(","));
    if (!TakeSign(")")) return Fail(Unsupported());
    return in;
  }

  Result<Condition> Between(std::size_t key) {
    const auto from = TakeOperand();
    const bool has_both = TakeWord("and");
    const auto to = TakeOperand();
    if (!has_both) return Fail(Unsupported());
    std::string least = TRY(Literal(from, key));
    std::string most = TRY(Literal(to, key));
    return Condition{
        .kind = Kind::kBetween, .key = key, .literals = {std::move(least), std::move(most)}};
  }

  Result<Condition> Like(std::size_t key) {
    const auto pattern = TakeOperand();
    if (!pattern || pattern->kind != Token::Kind::kText) return Fail(Unsupported());
    const std::string suffix = " data type doesn't support operation 'LIKE'";
    switch (keys_[key].type) {
      case KeyType::kInteger: return Fail(InvalidInput("Integral" + suffix));
      case KeyType::kDecimal: return Fail(InvalidInput("Decimal" + suffix));
      case KeyType::kDate: return Fail(InvalidInput("Date" + suffix));
      case KeyType::kTimestamp: return Fail(InvalidInput("Timestamp" + suffix));
      case KeyType::kString:
      case KeyType::kUnsupported: break;
    }
    return Condition{.kind = Kind::kLike, .key = key, .literals = {pattern->text}};
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  const std::vector<PartitionKey>& keys_;
  std::size_t at_ = 0;
};

}  // namespace

Result<std::unique_ptr<const Condition>> ParseCondition(std::string_view text,
                                                        const std::vector<PartitionKey>& keys) {
  auto tokens = Lexer(text).All();
  if (!tokens) return Fail(InvalidInput("Unsupported expression '" + std::string(text) + "'"));
  Condition root = TRY(Parser(text, *std::move(tokens), keys).All());
  return std::make_unique<const Condition>(std::move(root));
}

}  // namespace portside::glue
