// What a value says of the rest of the form and of the mail: a block or an attachment that it
// names, a time that must follow another one, a deadline shorter than its class has, check digits
// whose kind another field says. References become what is stored ("person 1"). Private to this
// room.
#pragma once

#include <string>
#include <vector>

#include "templates/reading/reader.hpp"
#include "templates/template.hpp"
#include "templates/types/form.hpp"

namespace pouch::templates {

// "90m", "8h", "7d"; nullopt: no length of time.
std::optional<std::chrono::seconds> length_of(const std::string& text);

class Relations {
 public:
  Relations(const Form& form, const Template& which, const TemplateSet& set,
            const ReadOptions& options)
      : form_(form), which_(which), set_(set), options_(options) {}

  // `values` of the form itself or of one block, whose `specs` and `prefix` for labels these are.
  void check(const std::vector<FieldSpec>& specs, const std::string& prefix,
             std::vector<Value>& values, std::vector<Problem>& problems,
             std::vector<Problem>& warnings) const;

 private:
  struct Place {
    const FieldSpec& field;
    Value& value;
    std::string label;
    const std::vector<FieldSpec>& specs;
    const std::vector<Value>& values;
    std::vector<Problem>& problems;
    std::vector<Problem>& warnings;
  };
  void check_block(Place& place) const;
  void check_attachment(Place& place) const;
  void check_times(Place& place) const;
  void check_pace(Place& place) const;
  void check_numbers(Place& place) const;

  const Form& form_;
  const Template& which_;
  const TemplateSet& set_;
  const ReadOptions& options_;
};

}  // namespace pouch::templates
