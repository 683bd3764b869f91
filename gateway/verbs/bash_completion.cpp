#include "gateway/verbs/bash_completion.hpp"

namespace pouch::gateway {
namespace {

// COMP_WORDS is parted at ':' and '=', which no word of ours is: what stands together in the line
// is put together again. In quotes the last of several words is completed. What is found for a word
// with a ':' in it is given without what stands before: bash completes what stands behind.
constexpr std::string_view kProgram = R"(
_pouch() {
  local at= place=0 option= rest=$COMP_LINE word i cur head= quote= found one
  local -a words=()
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if ((i == 0)) || [[ $rest == [[:space:]]* ]]; then
      rest=${rest#"${rest%%[![:space:]]*}"}
      words+=("$word")
    else
      words[${#words[@]} - 1]+=$word
    fi
    rest=${rest#"$word"}
  done
  cur=${words[${#words[@]} - 1]}
  for ((i = 1; i < ${#words[@]} - 1; i++)); do
    word=${words[i]}
    if [[ -n $option ]]; then
      option=
    elif [[ $word == --*=* ]]; then
      :
    elif [[ $word == -?* ]]; then
      if _pouch_value "$at $word" >/dev/null; then option=$word; fi
    elif _pouch_is_verb "$at/$word"; then
      at=$at/$word
    else
      place=$((place + 1))
    fi
  done
  COMPREPLY=()
  if [[ -z $option && $cur == --*=* ]]; then
    option=${cur%%=*}
    cur=${cur#*=}
    [[ $COMP_WORDBREAKS == *=* ]] || head=$option=
  fi
  case $cur in [\'\"]*) quote=${cur:0:1} cur=${cur:1} ;; esac
  if [[ -n $option ]]; then
    found=$(_pouch_value "$at $option") || return 0
  elif [[ $cur == -* && -z $quote ]]; then
    found=$(_pouch_options "$at")
  else
    found=$(_pouch_place "$at" "$place")
  fi
  if [[ " $found " == *' FILES '* ]]; then
    compopt -o filenames 2>/dev/null
    while IFS= read -r one; do COMPREPLY+=("$head$one"); done < <(compgen -f -- "$cur")
    return 0
  fi
  if [[ -n $quote && $cur == *[[:space:]]* ]]; then
    head=$head${cur%"${cur##*[[:space:]]}"}
    cur=${cur##*[[:space:]]}
  fi
  if [[ -z $quote && $cur == *:* && $COMP_WORDBREAKS == *:* ]]; then
    while IFS= read -r one; do
      COMPREPLY+=("${one#"${cur%"${cur##*:}"}"}")
    done < <(compgen -W "$found" -- "$cur")
  else
    while IFS= read -r one; do COMPREPLY+=("$head$one"); done < <(compgen -W "$found" -- "$cur")
  fi
  for one in "${COMPREPLY[@]}"; do
    if [[ $one == *: || -n $quote ]]; then compopt -o nospace 2>/dev/null; fi
  done
  return 0
}
complete -F _pouch pouch
)";

struct Tables {
  std::string verbs, options, values, places;
};

bool is_place(const OptionRow& row) { return !row.names.front().starts_with('-'); }

std::string words_of(const Choices& choices) {
  std::string text = choices.files ? "FILES" : "";
  for (const auto& word : choices.words) {
    text += (text.empty() ? "" : " ") + word;
  }
  return text;
}

// `at`: "/key/import"; of the program itself nothing.
void add(const VerbRow& verb, const std::string& at, Tables& tables) {
  std::string names, below;
  int place = 0;
  for (const auto& row : verb.options) {
    if (is_place(row)) {
      const auto which = row.many ? "'*" : std::to_string(place++) + "'";
      tables.places += "    '" + at + " " + which + ") echo '" + words_of(row.choices) + "' ;;\n";
      continue;
    }
    for (const auto& name : row.names) {
      names += (names.empty() ? "" : " ") + name;
      if (row.has_value) {
        tables.values += "    '" + at + " " + name + "') echo '" + words_of(row.choices) + "' ;;\n";
      }
    }
  }
  for (const auto& one : verb.below) {
    below += (below.empty() ? "" : " ") + one.name;
    tables.verbs += "    '" + at + "/" + one.name + "') ;;\n";
    add(one, at + "/" + one.name, tables);
  }
  tables.options += "    '" + at + "') echo '" + names + "' ;;\n";
  if (!below.empty()) {
    tables.places += "    '" + at + " 0') echo '" + below + "' ;;\n";
  }
}

std::string table(const std::string& name, const std::string& key, const std::string& rows) {
  return name + "() {\n  case " + key + " in\n" + rows + "    *) return 1 ;;\n  esac\n}\n";
}

}  // namespace

std::string bash_completion(const VerbRow& program) {
  Tables tables;
  add(program, "", tables);
  return "# Completion of pouch for bash; made by `pouch completion bash`.\n" +
         table("_pouch_is_verb", "$1", tables.verbs) +
         table("_pouch_options", "$1", tables.options) +
         table("_pouch_value", "$1", tables.values) +
         table("_pouch_place", "\"$1 $2\"", tables.places) + std::string(kProgram.substr(1));
}

}  // namespace pouch::gateway
