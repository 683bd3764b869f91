// The command line in this program's own terms: verbs, also below verbs, what each takes and what
// it does. The door to CLI11, which is dear to build: command_line.cpp alone includes it. A verb
// with others below it asks for one of them. Values are read into what the verb names; that must
// outlive the line, as what keep() makes does. Two options of one name, and needs() or excludes()
// of one that is not there, are faults of the program: CLI11's exceptions.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gateway/verbs/exit_code.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace pouch::gateway {

// What was said before any verb's own words.
struct Call {
  std::filesystem::path config;  // of the site; main fills it in
  bool json = false;
};

using Action = std::function<int(const Call&)>;  // gives the exit code

// What may stand for an option or a place, for who completes words.
struct Choices {
  std::vector<std::string>
      words;  // some of those that are taken; "plate:" goes on behind the colon
  bool files = false;
};

// An option, or a place when its names have no dashes.
struct OptionRow {
  std::vector<std::string> names;  // "-c", "--config"; "query"
  Choices choices{};
  bool has_value = true, many = false;  // many: a place that takes all words that follow
};

class Option {
 public:
  Option(CLI::Option& option, OptionRow& row) : option_(&option), row_(&row) {}
  const Option& required() const;
  const Option& one_of(const std::vector<std::string>& words) const;
  const Option& between(int least, int most) const;  // both allowed
  const Option& existing_file() const;
  // `fault_of` says what is wrong with a value, "" when nothing is.
  const Option& check(std::function<std::string(const std::string&)> fault_of) const;
  const Option& may_be_empty() const;  // else "" is refused, wherever a value is taken
  const Option& files() const;         // values are names of files or folders, there or new
  const Option& suggests(const std::vector<std::string>& words) const;  // others are taken too
  const Option& needs(const std::string& other) const;
  const Option& excludes(const std::string& other) const;
  const Option& value_may_lack() const;  // given alone it leaves what it reads into as it is
  bool was_given() const;                // once the line is read

 private:
  CLI::Option* option_;
  OptionRow* row_;
};

// A verb as it can be called, with those below it; no hidden ones.
struct VerbRow {
  std::string name;
  std::vector<OptionRow> options;  // --help among them
  std::vector<VerbRow> below;
};

class Verb {
 public:
  struct Chosen {
    Call& call;
    Action action;
  };
  Verb(CLI::App& app, Chosen& chosen) : app_(app), chosen_(chosen) {}
  Verb(const Verb&) = delete;
  Verb& operator=(const Verb&) = delete;

  Verb& add(const std::string& name, const std::string& help);  // a verb below this one

  // `name`: "--to", or "-c,--config"; without dashes it is told by its place. T: string, path,
  // optional path, int, int64_t, size_t, and lists of string and int, which take several values.
  template <typename T>
  Option option(const std::string& name, T& into, const std::string& help);
  Option flag(const std::string& name, bool& into, const std::string& help);
  // --json, into Call; `schema` is a file of docs/schemas.
  void json(const std::string& schema, const std::string& help = "print JSON");

  // A flag that prints a text instead of anything else.
  void prints(const std::string& flag, std::function<std::string()> text, const std::string& help);
  void footer(const std::string& text);  // of its help: an example, exit codes
  void hide();                           // from the help: not for people
  void action(Action what);              // what is to be done when this verb was chosen
  VerbRow row() const;                   // as it stands now

  // A value that lives as long as this verb.
  template <typename T>
  T& keep() {
    auto value = std::make_shared<T>();
    kept_.push_back(value);
    return *value;
  }

 private:
  CLI::App& app_;
  Chosen& chosen_;
  Option with_row(CLI::Option& option, const std::string& name, bool has_value, bool files,
                  bool many = false);

  std::vector<std::unique_ptr<Verb>> below_;
  std::vector<std::unique_ptr<OptionRow>> options_;
  std::vector<std::shared_ptr<void>> kept_;
};

class CommandLine {
 public:
  CommandLine(const std::string& program, const std::string& help, Call& call);
  ~CommandLine();
  Verb& program() { return program_; }  // the verbs are below it
  // Reads the words. A code when there is nothing to run: help was asked for and printed (0), or
  // the words are wrong and stderr says how (64).
  std::optional<ExitCode> parse(int count, const char* const* words);
  bool chose(const std::string& verb) const;  // also when what follows it is wrong
  int run() const { return chosen_.action(chosen_.call); }

 private:
  std::unique_ptr<CLI::App> app_;
  Verb::Chosen chosen_;
  Verb program_;
};

}  // namespace pouch::gateway
