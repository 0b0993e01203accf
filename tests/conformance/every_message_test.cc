// SPDX-License-Identifier: Apache-2.0
// Requests of every operation with something wrong in one place: what is sent stays where it
// belongs, and what cannot be sent is an error that names its field.
#include <set>

#include "sfconnector/v1/apex_service.pb.h"
#include "tests/conformance/every_operation_fixture.h"
#include "tests/conformance/message_variants.h"

namespace sfconnector::conformance {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class EveryMessage : public EveryOperations {
 protected:
  static std::unique_ptr<google::protobuf::Message> RequestOf(const AnyOperation& operation) {
    const std::string method =
        "sfconnector.v1." + std::string(operation.name).replace(operation.name.find('/'), 1, ".");
    const google::protobuf::MethodDescriptor* const descriptor =
        google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(method);
    std::unique_ptr<google::protobuf::Message> request(
        google::protobuf::MessageFactory::generated_factory()
            ->GetPrototype(descriptor->input_type())
            ->New());
    EXPECT_TRUE(request->ParseFromString(operation.messages.front()));
    return request;
  }

  static AnyOperation With(AnyOperation operation, const std::string& first_message) {
    operation.messages.front() = first_message;
    return operation;
  }

  // Whether the text there is a path of several segments by its nature.
  static bool IsPath(const AnyOperation& operation, const std::string& place) {
    static const auto* const paths = new std::set<std::string>{
        "ActionService/DescribeInvocableAction action", "ActionService/InvokeAction action",
        "ActionService/ListInvocableActions context", "ApexService/Execute path"};
    return paths->contains(operation.name + " " + place);
  }

  static int SlashesOf(const JournalEntry& entry) {
    return CountOf(entry.target.substr(0, entry.target.find('?')), "/");
  }

  static int MostSlashes() {
    int most = 0;
    for (const JournalEntry& entry : Requests()) most = std::max(most, SlashesOf(entry));
    return most;
  }

  // That the request leads to a resource of the same depth, and has no header that is the text's.
  static void ExpectInItsPlace(const JournalEntry& entry, int slashes) {
    EXPECT_LE(SlashesOf(entry), slashes) << entry.target;
    const std::string path = entry.target.substr(0, entry.target.find('?')) + "/";
    EXPECT_THAT(path, Not(HasSubstr("/../")));
    EXPECT_THAT(path, Not(HasSubstr("/./")));
    EXPECT_FALSE(entry.headers.contains("x-injected"));
  }

  void TryVariants(const AnyOperation& operation) {
    org().ClearJournal();
    CallTo(connection(), operation);
    const int slashes = MostSlashes();
    EXPECT_GT(slashes, 0);
    org().ClearJournal();
    for (const MessageVariant& variant : VariantsOf(*RequestOf(operation))) {
      SCOPED_TRACE(variant.place + " is " + variant.what);
      const Outcome outcome = CallTo(connection(), With(operation, variant.bytes));
      const std::vector<JournalEntry> requests = Requests();
      EXPECT_THAT(outcome.code, AnyOf(kOk, kInvalidArgument, kNotFound, kAlreadyExists,
                                      kPermissionDenied, kFailedPrecondition, kUnimplemented))
          << outcome;
      // The org could read what it got, but for a value of a kind that its field cannot have.
      EXPECT_THAT(outcome.reason, Not(AnyOf("Client", "MALFORMED_MESSAGE")));
      if (outcome.reason == "JSON_PARSER_ERROR") {
        EXPECT_THAT(outcome.message, HasSubstr("Cannot deserialize"));
      }
      EXPECT_NE(requests.empty(), outcome.fields.empty()) << outcome;
      const bool is_path = IsPath(operation, variant.place);
      for (const JournalEntry& entry : requests)
        ExpectInItsPlace(entry, slashes + (is_path ? CountOf(variant.text, "/") : 0));
      if (!requests.empty()) org().ClearJournal();
    }
  }
};

TEST_F(EveryMessage, WithAHostileTextNullOrNothingIsSentAsItIsOrNamesItsField) {
  for (const AnyOperation& operation : EveryOperation()) {
    SCOPED_TRACE(operation.name);
    TryVariants(operation);
  }
  EXPECT_TRUE(Succeeded(CreateRecord("Item__c", {TextField("Name", "a")})));
}

TEST_F(EveryMessage, ThatIsMalformedIsNotSent) {
  for (const AnyOperation& operation : EveryOperation()) {
    SCOPED_TRACE(operation.name);
    EXPECT_TRUE(FailedWith(CallTo(connection(), With(operation, "\xFF\xFF\xFF")), kInvalidArgument,
                           "MALFORMED_MESSAGE"));
  }
  EXPECT_THAT(Requests(), IsEmpty());
}

TEST_F(EveryMessage, ThatIsEmptyIsSentOrNamesWhatIsMissing) {
  for (const AnyOperation& operation : EveryOperation()) {
    SCOPED_TRACE(operation.name);
    const Outcome outcome = CallTo(connection(), With(operation, ""));
    if (outcome.ok()) continue;
    EXPECT_EQ(outcome.code, kInvalidArgument) << outcome;
    EXPECT_TRUE(!outcome.fields.empty() || outcome.reason == "MISSING_ARGUMENT") << outcome;
  }
}

}  // namespace
}  // namespace sfconnector::conformance
