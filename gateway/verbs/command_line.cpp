#include "gateway/verbs/command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <sstream>
#include <type_traits>

#include "gateway/verbs/terminal.hpp"
#include "templates/text/edit_distance.hpp"

namespace pouch::gateway {
namespace {

constexpr const char* kFilled = "filled";

// What a script's variable leaves when it is not set. Taken for "none was said" it would choose
// everything, or the folder one stands in.
std::string fault_of_nothing(const std::string& value) {
  return value.empty() ? "has an empty value: is a variable not set?" : "";
}

// "chek" for `check`, also below a verb; the verbs there are when none is near.
void name_nearest(const CLI::App& app) {
  const auto* at = &app;
  while (!at->get_subcommands().empty()) {
    at = at->get_subcommands().back();
  }
  std::vector<std::string> known;
  std::string list;
  for (const auto* verb : at->get_subcommands([](const CLI::App* one) {
         return !one->get_group().empty();  // a hidden one is nobody's to call
       })) {
    known.push_back(verb->get_name());
    list += (list.empty() ? "" : ", ") + known.back();
  }
  const auto left = at->remaining();
  const auto word = std::find_if(left.begin(), left.end(),
                                 [](const std::string& one) { return !one.starts_with("-"); });
  if (word == left.end() || known.empty()) {
    return;
  }
  const auto near = templates::nearest(*word, known);
  tell("pouch: there is no verb \"" + *word + "\"" + (at == &app ? "" : " of " + at->get_name()) +
       "; " + (near.empty() ? "there are: " + list : "did you mean \"" + near + "\"?") + "\n");
}

}  // namespace

const Option& Option::required() const {
  option_->required();
  return *this;
}

const Option& Option::one_of(const std::vector<std::string>& words) const {
  option_->check(CLI::IsMember(words));
  return suggests(words);
}

const Option& Option::between(int least, int most) const {
  option_->check(CLI::Range(least, most));
  return *this;
}

const Option& Option::existing_file() const {
  option_->check(CLI::ExistingFile);
  return files();
}

const Option& Option::check(std::function<std::string(const std::string&)> fault_of) const {
  option_->check(std::move(fault_of));
  return *this;
}

const Option& Option::may_be_empty() const {
  option_->get_validator(kFilled)->active(false);
  return *this;
}

const Option& Option::suggests(const std::vector<std::string>& words) const {
  row_->choices.words = words;
  return *this;
}

const Option& Option::files() const {
  row_->choices.files = true;
  return *this;
}

const Option& Option::needs(const std::string& other) const {
  option_->needs(other);
  return *this;
}

const Option& Option::excludes(const std::string& other) const {
  option_->excludes(other);
  return *this;
}

const Option& Option::value_may_lack() const {
  option_->expected(0, 1);
  return may_be_empty();
}

bool Option::was_given() const { return option_->count() > 0; }

Verb& Verb::add(const std::string& name, const std::string& help) {
  app_.require_subcommand(1);
  below_.push_back(std::make_unique<Verb>(*app_.add_subcommand(name, help), chosen_));
  return *below_.back();
}

template <typename T>
Option Verb::option(const std::string& name, T& into, const std::string& help) {
  auto& made = *app_.add_option(name, into, help);
  made.check(fault_of_nothing, "", kFilled);
  return with_row(
      made, name, true,
      std::is_same_v<T, std::filesystem::path> ||
          std::is_same_v<T, std::optional<std::filesystem::path>>,
      std::is_same_v<T, std::vector<std::string>> || std::is_same_v<T, std::vector<int>>);
}

template Option Verb::option(const std::string&, std::string&, const std::string&);
template Option Verb::option(const std::string&, std::filesystem::path&, const std::string&);
template Option Verb::option(const std::string&, std::optional<std::filesystem::path>&,
                             const std::string&);
template Option Verb::option(const std::string&, int&, const std::string&);
template Option Verb::option(const std::string&, std::int64_t&, const std::string&);
template Option Verb::option(const std::string&, std::size_t&, const std::string&);
template Option Verb::option(const std::string&, std::vector<std::string>&, const std::string&);
template Option Verb::option(const std::string&, std::vector<int>&, const std::string&);

Option Verb::flag(const std::string& name, bool& into, const std::string& help) {
  return with_row(*app_.add_flag(name, into, help), name, false, false);
}

// "-c,--config"
Option Verb::with_row(CLI::Option& option, const std::string& name, bool has_value, bool files,
                      bool many) {
  auto row = std::make_unique<OptionRow>();
  std::istringstream names(name);
  for (std::string one; std::getline(names, one, ',');) {
    row->names.push_back(one);
  }
  row->has_value = has_value;
  row->many = many;
  row->choices.files = files;
  options_.push_back(std::move(row));
  return Option(option, *options_.back());
}

VerbRow Verb::row() const {
  VerbRow row{app_.get_name(), {}, {}};
  for (const auto& option : options_) {
    row.options.push_back(*option);
  }
  row.options.push_back({{"-h", "--help"}, {}, false});
  for (const auto& verb : below_) {
    if (!verb->app_.get_group().empty()) {
      row.below.push_back(verb->row());
    }
  }
  return row;
}

void Verb::json(const std::string& schema, const std::string& help) {
  flag("--json", chosen_.call.json, help + " (docs/schemas/" + schema + ")");
}

void Verb::prints(const std::string& flag, std::function<std::string()> text,
                  const std::string& help) {
  app_.add_flag_callback(
      flag,
      [text = std::move(text)] {
        write_data(text());
        throw CLI::Success();
      },
      help);
  options_.push_back(std::make_unique<OptionRow>(OptionRow{{flag}, {}, false}));
}

void Verb::footer(const std::string& text) { app_.footer(text); }

void Verb::hide() { app_.group(""); }

void Verb::action(Action what) {
  app_.callback([this, what = std::move(what)] { chosen_.action = what; });
}

CommandLine::CommandLine(const std::string& program, const std::string& help, Call& call)
    : app_(std::make_unique<CLI::App>(help, program)),
      chosen_{call, {}},
      program_(*app_, chosen_) {}

CommandLine::~CommandLine() = default;

std::optional<ExitCode> CommandLine::parse(int count, const char* const* words) {
  try {
    app_->parse(count, words);
    return std::nullopt;
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() != 0) {
      name_nearest(*app_);
    }
    return app_->exit(error) == 0 ? kDone : kUsage;
  } catch (const std::exception& error) {
    tell("pouch: " + std::string(error.what()) + "; see pouch --help\n");
    return kUsage;
  }
}

bool CommandLine::chose(const std::string& verb) const {
  const auto chosen = app_->get_subcommands();
  return std::any_of(chosen.begin(), chosen.end(),
                     [&](const CLI::App* one) { return one->get_name() == verb; });
}

}  // namespace pouch::gateway
