// SPDX-License-Identifier: Apache-2.0
//
// All three scripts do the same: they walk over the words before the cursor to find the place, then
// offer the choices of the option before the cursor, or what can be typed there.

#include "portside/cli/completions.h"

#include "cli/completion_places.h"

namespace portside::cli {
namespace {

using Places = std::vector<CompletionPlace>;

// In single quotes, for all three shells: nothing that is offered holds one, descriptions may.
std::string Quote(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("’") : std::string(1, c);
  return quoted + "'";
}

template <typename List, typename ToText>
std::string Join(const List& list, const char* separator, ToText to_text) {
  std::string joined;
  for (const auto& entry : list) {
    if (!joined.empty()) joined += separator;
    joined += to_text(entry);
  }
  return joined;
}

std::string Join(const std::vector<std::string>& list, const char* separator) {
  return Join(list, separator, [](const std::string& text) { return text; });
}

std::string TextOf(const CompletionWord& word) { return word.text; }

// "clock/set": how the scripts compare a place and the word after it.
std::string Step(const std::string& path) {
  const auto space = path.rfind(' ');
  return space == std::string::npos ? '/' + path
                                    : path.substr(0, space) + '/' + path.substr(space + 1);
}

std::vector<std::string> Steps(const Places& places) {
  std::vector<std::string> steps;
  for (const CompletionPlace& place : places) {
    if (!place.path.empty()) steps.push_back(Quote(Step(place.path)));
  }
  return steps;
}

// The loop over the words before the cursor, for bash and zsh alike.
std::string Walk(const Places& places, const std::string& words) {
  const std::set<std::string> options = OptionsWithValues(places);
  const std::vector<std::string> names(options.begin(), options.end());
  return "  for word in " + words +
         "; do\n"
         "    if [[ -n $skip ]]; then skip=; continue; fi\n"
         "    case $word in\n      " +
         Join(names, "|") +
         ") skip=1; continue ;;\n"
         "    esac\n"
         "    case \"$place/$word\" in\n      " +
         Join(Steps(places), "|\\\n      ") +
         ") place=\"${place:+$place }$word\" ;;\n"
         "    esac\n"
         "  done\n";
}

constexpr const char* kBashHead =
    R"(# Completions of portside for bash: source <(portside completions bash)
_portside() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
  local place= word= skip= words= files= value=
  if [[ $cur == '=' ]]; then cur=; fi
  if [[ $prev == '=' ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi
)";

constexpr const char* kBashTail = R"(  COMPREPLY=()
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(
    compgen -W "$words" -- "$cur"
    if [[ -n $files ]]; then compgen -f -- "$cur"; fi
  )
  if [[ -n $files ]]; then compopt -o filenames 2>/dev/null; fi
}
complete -F _portside portside
)";

// One case for each option that takes a value, and one for each place.
std::string Bash(const Places& places) {
  std::string text = kBashHead + Walk(places, "\"${COMP_WORDS[@]:1:COMP_CWORD-1}\"");
  text += "  case \"$place/$prev\" in\n";
  for (const CompletionPlace& place : places) {
    for (const CompletionValue& value : place.values) {
      text += "    " + Quote(place.path + '/' + value.option) +
              ") value=1 words=" + Quote(Join(value.choices, " ")) +
              (value.is_file ? " files=1" : "") + " ;;\n";
    }
  }
  text += "  esac\n  if [[ -z $value ]]; then\n    case $place in\n";
  for (const CompletionPlace& place : places) {
    std::vector<CompletionWord> all = place.words;
    all.insert(all.end(), place.options.begin(), place.options.end());
    text += "      " + Quote(place.path) + ") words=" + Quote(Join(all, " ", TextOf)) +
            (place.takes_file ? " files=1" : "") + " ;;\n";
  }
  return text + "    esac\n  fi\n" + kBashTail;
}

constexpr const char* kZshHead = R"(#compdef portside
# Completions of portside for zsh: put this into a file _portside of a folder of your fpath.
_portside() {
  local place= word= skip= files= value=
  local prev=${words[CURRENT-1]}
  local -a offered
)";

constexpr const char* kZshTail = R"(  if (( $#offered )); then _describe portside offered; fi
  if [[ -n $files ]]; then _files; fi
}
if [[ $funcstack[1] == _portside ]]; then _portside "$@"; else compdef _portside portside; fi
)";

std::string Described(const CompletionWord& word) {
  return Quote(word.text + ':' + word.description);
}

std::string Zsh(const Places& places) {
  std::string text = kZshHead + Walk(places, "\"${(@)words[2,CURRENT-1]}\"");
  text += "  case \"$place/$prev\" in\n";
  for (const CompletionPlace& place : places) {
    for (const CompletionValue& value : place.values) {
      text += "    " + Quote(place.path + '/' + value.option) + ") value=1; offered=(" +
              Join(value.choices, " ") + ")" + (value.is_file ? "; files=1" : "") + " ;;\n";
    }
  }
  text += "  esac\n  if [[ -z $value ]]; then\n    case $place in\n";
  for (const CompletionPlace& place : places) {
    std::vector<CompletionWord> all = place.words;
    all.insert(all.end(), place.options.begin(), place.options.end());
    text += "      " + Quote(place.path) + ") offered=(\n        " +
            Join(all, "\n        ", Described) + ")" + (place.takes_file ? "; files=1" : "") +
            " ;;\n";
  }
  return text + "    esac\n  fi\n" + kZshTail;
}

constexpr const char* kFishHead =
    R"(# Completions of portside for fish: portside completions fish | source
function __portside_at
  set -l place ''
  set -l skip ''
  for word in (commandline -opc)[2..-1]
    if test -n "$skip"
      set skip ''
    else if contains -- $word $__portside_values
      set skip 1
    else if contains -- "$place/$word" $__portside_steps
      set place (string trim -- "$place $word")
    end
  end
  test "$place" = "$argv[1]"
end
complete -c portside -f
)";

std::string Fish(const Places& places) {
  const std::set<std::string> options = OptionsWithValues(places);
  std::string text = kFishHead;
  text += "set -g __portside_values " + Join(options, " ", [](const auto& it) { return it; }) +
          "\nset -g __portside_steps " + Join(Steps(places), " ") + '\n';
  for (const CompletionPlace& place : places) {
    const std::string here = "complete -c portside -n \"__portside_at " + Quote(place.path) + "\" ";
    for (const CompletionWord& word : place.words) {
      text += here + "-a " + word.text + " -d " + Quote(word.description) + '\n';
    }
    if (place.takes_file) text += here + "-F\n";
    for (const CompletionWord& option : place.options) {
      text += here + "-l " + option.text.substr(2) + " -d " + Quote(option.description);
      for (const CompletionValue& value : place.values) {
        if (value.option != option.text) continue;
        text += value.is_file ? " -rF" : " -x";
        if (!value.choices.empty()) text += " -a " + Quote(Join(value.choices, " "));
      }
      text += '\n';
    }
  }
  return text;
}

}  // namespace

std::optional<std::string> CompletionScript(std::string_view shell,
                                            const std::vector<const CLI::App*>& commands) {
  const Places places = CompletionPlaces(commands);
  if (shell == "bash") return Bash(places);
  if (shell == "zsh") return Zsh(places);
  if (shell == "fish") return Fish(places);
  return std::nullopt;
}

}  // namespace portside::cli
