// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/earth_observation/equation.h"
#include "services/sagemaker_geospatial/limits.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

namespace portside::sagemaker_geospatial {
namespace {

constexpr double kNotANumber = std::numeric_limits<double>::quiet_NaN();

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsNameStart(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

}  // namespace

// Recursive descent:
//   sum     = product { ("+" | "-") product }
//   product = factor { ("*" | "/") factor }
//   factor  = ("+" | "-") factor | "(" sum ")" | "sqrt" "(" sum ")" | number | band
class EquationParser {
 public:
  EquationParser(std::string_view text, std::span<const std::string> bands, EquationDialect dialect)
      : text_(text), bands_(bands), dialect_(dialect) {}

  Expected<Equation, EquationError> Run() {
    if (text_.size() > limits::kEquationBytes) {
      return Fail(
          At(limits::kEquationBytes,
             "an equation has at most " + std::to_string(limits::kEquationBytes) + " characters"));
    }
    TRY(Sum(0));
    SkipSpace();
    if (position_ < text_.size()) return Fail(Unexpected("an operator or the end"));
    if (equation_.used_bands_.empty()) return Fail(At(0, "the equation names no band"));
    return std::move(equation_);
  }

 private:
  using Parsed = Expected<void, EquationError>;
  using Code = Equation::Code;

  Parsed Sum(int depth) {
    TRY(Product(depth));
    while (true) {
      if (Take('+')) {
        TRY(Product(depth));
        Emit(Code::kAdd);
      } else if (Take('-')) {
        TRY(Product(depth));
        Emit(Code::kSubtract);
      } else {
        return {};
      }
    }
  }

  Parsed Product(int depth) {
    TRY(Factor(depth));
    while (true) {
      if (Take('*')) {
        TRY(Factor(depth));
        Emit(Code::kMultiply);
      } else if (Take('/')) {
        TRY(Factor(depth));
        Emit(Code::kDivide);
      } else {
        return {};
      }
    }
  }

  Parsed Factor(int depth) {
    if (depth >= limits::kEquationDepth) {
      return Fail(At(position_, "signs and parentheses may be nested " +
                                    std::to_string(limits::kEquationDepth) + " deep"));
    }
    if (Take('+')) return Factor(depth + 1);
    if (Take('-')) {
      TRY(Factor(depth + 1));
      Emit(Code::kNegate);
      return {};
    }
    if (Take('(')) return Group(depth);
    if (position_ == text_.size()) return Fail(Unexpected("a band, a number or `(`"));
    if (IsDigit(text_[position_]) || text_[position_] == '.') return Number();
    if (IsNameStart(text_[position_])) return Name(depth);
    return Fail(Unexpected("a band, a number or `(`"));
  }

  // After its `(`.
  Parsed Group(int depth) {
    TRY(Sum(depth + 1));
    if (!Take(')')) return Fail(Unexpected("`)` or an operator"));
    return {};
  }

  Parsed Number() {
    Equation::Step step{Code::kNumber};
    const char* begin = text_.data() + position_;
    const char* end = text_.data() + text_.size();
    const auto [rest, error] = std::from_chars(begin, end, step.number);
    if (error == std::errc::result_out_of_range) {
      return Fail(At(position_, "the number is out of range"));
    }
    if (error != std::errc{}) return Fail(Unexpected("a number"));
    position_ += static_cast<std::size_t>(rest - begin);
    equation_.steps_.push_back(step);
    return {};
  }

  Parsed Name(int depth) {
    const std::size_t begin = position_;
    while (position_ < text_.size() && (IsNameStart(text_[position_]) || IsDigit(text_[position_])))
      ++position_;
    const std::string_view name = text_.substr(begin, position_ - begin);
    if (name == "sqrt" && dialect_ == EquationDialect::kPredefined && Take('(')) {
      TRY(Group(depth));
      Emit(Code::kRoot);
      return {};
    }
    const auto found = std::ranges::find(bands_, name);
    if (found == bands_.end()) return Fail(At(begin, NoSuchBand(name)));

    const auto band = static_cast<std::size_t>(found - bands_.begin());
    equation_.steps_.push_back({Code::kBand, 0, band});
    auto& used = equation_.used_bands_;
    if (std::ranges::find(used, band) == used.end()) used.push_back(band);
    return {};
  }

  [[nodiscard]] std::string NoSuchBand(std::string_view name) const {
    std::string message = "there is no band `" + std::string(name) + "`; the bands are ";
    for (std::size_t i = 0; i < bands_.size(); ++i) message += (i == 0 ? "" : ", ") + bands_[i];
    return message;
  }

  void SkipSpace() {
    while (position_ < text_.size() && IsSpace(text_[position_])) ++position_;
  }

  bool Take(char wanted) {
    SkipSpace();
    if (position_ == text_.size() || text_[position_] != wanted) return false;
    ++position_;
    return true;
  }

  void Emit(Code code) { equation_.steps_.push_back({code}); }

  [[nodiscard]] EquationError Unexpected(const std::string& wanted) const {
    if (position_ >= text_.size()) {
      return At(position_, "the equation ends where " + wanted + " was expected");
    }
    const char found = text_[position_];
    const bool printable = found > ' ' && found < 0x7f;
    return At(position_, (printable ? std::string("`") + found + "`" : "a character") +
                             " stands where " + wanted +
                             " was expected; an equation is made of bands, numbers, + - * / ( )");
  }

  [[nodiscard]] static EquationError At(std::size_t position, std::string message) {
    return {position + 1, std::move(message)};
  }

  std::string_view text_;
  std::span<const std::string> bands_;
  EquationDialect dialect_;
  std::size_t position_ = 0;
  Equation equation_;
};

std::string EquationError::Describe() const {
  return "at position " + std::to_string(position) + ": " + message;
}

Expected<Equation, EquationError> Equation::Parse(std::string_view text,
                                                  std::span<const std::string> bands,
                                                  EquationDialect dialect) {
  return EquationParser(text, bands, dialect).Run();
}

double Equation::Evaluate(std::span<const double> values) const {
  std::vector<std::span<const double>> bands;
  for (const double& value : values) bands.emplace_back(&value, 1);
  double result = kNotANumber;
  Evaluate(bands, {&result, 1});
  return result;
}

void Equation::Evaluate(std::span<const std::span<const double>> bands,
                        std::span<double> results) const {
  constexpr std::size_t kRun = 512;  // pixels at once: the stack stays in the first cache
  std::vector<double> stack(StackDepth() * kRun);
  for (std::size_t begin = 0; begin < results.size(); begin += kRun) {
    const std::size_t count = std::min(kRun, results.size() - begin);
    double* top = stack.data();  // behind the last operand
    for (const Step& step : steps_) {
      if (step.code == Code::kNumber) {
        std::fill_n(top, count, step.number);
        top += kRun;
      } else if (step.code == Code::kBand) {
        std::ranges::copy(bands[step.band].subspan(begin, count), top);
        top += kRun;
      } else if (IsOfOne(step.code)) {
        ApplyToOne(step.code, top - kRun, count);
      } else {
        top -= kRun;
        ApplyToTwo(step.code, top - kRun, top, count);
      }
    }
    std::transform(stack.data(), stack.data() + count, results.begin() + begin, [](double value) {
      return std::abs(value) <= std::numeric_limits<double>::max() ? value : kNotANumber;
    });
  }
}

std::size_t Equation::StackDepth() const {
  std::size_t depth = 0;
  std::size_t most = 0;
  for (const Step& step : steps_) {
    if (step.code == Code::kNumber || step.code == Code::kBand) {
      most = std::max(most, ++depth);
    } else if (!IsOfOne(step.code)) {
      --depth;
    }
  }
  return most;
}

bool Equation::IsOfOne(Code code) { return code == Code::kNegate || code == Code::kRoot; }

void Equation::ApplyToOne(Code code, double* values, std::size_t count) {
  const auto each = [&](const auto& operation) {
    std::transform(values, values + count, values, operation);
  };
  if (code == Code::kNegate) each(std::negate());
  if (code == Code::kRoot) each([](double value) { return std::sqrt(value); });
}

void Equation::ApplyToTwo(Code code, double* left, const double* right, std::size_t count) {
  const auto each = [&](const auto& operation) {
    std::transform(left, left + count, right, left, operation);
  };
  if (code == Code::kAdd) each(std::plus());
  if (code == Code::kSubtract) each(std::minus());
  if (code == Code::kMultiply) each(std::multiplies());
  // A pixel without a value, as numpy masks it, and not an infinity.
  if (code == Code::kDivide) {
    each([](double a, double b) {
      const double quotient = a / b;  // always, so that several go at once
      return b == 0 ? kNotANumber : quotient;
    });
  }
}

}  // namespace portside::sagemaker_geospatial
