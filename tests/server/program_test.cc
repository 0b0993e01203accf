// SPDX-License-Identifier: Apache-2.0
// sfconnector-server as a process.
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/client_unary_call.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/impl/rpc_method.h>
#include <gtest/gtest.h>

#include "sfconnector/v1/query_service.pb.h"

namespace sfconnector::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

// A process whose output can be read. Killed if it still runs in the end.
class Process {
 public:
  Process(const std::vector<std::string>& arguments, const std::vector<std::string>& environment) {
    int out[2];
    int err[2];
    EXPECT_EQ(pipe2(out, O_CLOEXEC) + pipe2(err, O_CLOEXEC), 0);
    out_ = out[0];
    err_ = err[0];
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err[1], STDERR_FILENO);
    std::vector<std::string> all = {SFC_SERVER_BINARY};
    all.insert(all.end(), arguments.begin(), arguments.end());
    EXPECT_EQ(posix_spawn(&pid_, SFC_SERVER_BINARY, &actions, nullptr, Pointers(all).data(),
                          Pointers(environment).data()),
              0);
    posix_spawn_file_actions_destroy(&actions);
    close(out[1]);
    close(err[1]);
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process() {
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
    close(out_);
    close(err_);
  }

  // The next line of the standard output, or what there is of it at its end.
  std::string ReadLine() {
    std::string line;
    for (char c = 0; read(out_, &c, 1) == 1 && c != '\n';) line += c;
    return line;
  }

  void Signal(int signal) { kill(pid_, signal); }

  // Waits for the end: the exit code, or the negative number of the signal that ended it.
  int Wait() {
    standard_output = ReadAll(out_);
    standard_error = ReadAll(err_);
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

  std::string standard_output;  // what is left of them, after Wait
  std::string standard_error;

 private:
  static std::vector<char*> Pointers(const std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (const std::string& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
    pointers.push_back(nullptr);
    return pointers;
  }

  static std::string ReadAll(int file) {
    std::string text;
    char buffer[4096];
    for (ssize_t size = 0; (size = read(file, buffer, sizeof buffer)) > 0;)
      text.append(buffer, size);
    return text;
  }

  pid_t pid_ = 0;
  int out_ = -1;
  int err_ = -1;
};

struct Result {
  int exit_code;
  std::string out;
  std::string err;
};

Result RunProgram(const std::vector<std::string>& arguments,
                  const std::vector<std::string>& environment = {}) {
  Process process(arguments, environment);
  const int exit_code = process.Wait();
  return {exit_code, process.standard_output, process.standard_error};
}

std::string WriteFile(const std::string& name, const std::string& text) {
  const std::string path = ::testing::TempDir() + name;
  std::ofstream(path) << text;
  return path;
}

std::string GoodConfig() {
  return WriteFile("good.yaml", R"(
listen: 127.0.0.1:0
connections:
  default:
    base_url: https://example.my.salesforce.com
    auth: {bearer_token: {token: 00Dxx!AQ0secret}}
)");
}

TEST(Program, PrintsItsVersion) {
  const Result result = RunProgram({"--version"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, MatchesRegex("sfconnector-server [0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

TEST(Program, PrintsItsFlags) {
  const Result result = RunProgram({"--help"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, HasSubstr("--check-config"));
}

TEST(Program, WrongFlagIsNamed) {
  const Result result = RunProgram({"--confg", "x"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.err, "sfconnector-server: unknown flag --confg (see --help)\n");
}

TEST(Program, WrongLogLevelIsAWrongFlagWhereverItStands) {
  Result result = RunProgram({"--log-level", "loud", "--config", GoodConfig()});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("--log-level must be debug, info, warning or error"));
  result = RunProgram({"--config", GoodConfig()}, {"SFCONNECTOR_LOG_LEVEL=loud"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("SFCONNECTOR_LOG_LEVEL must be debug"));
}

TEST(Program, CheckedConfigurationIsPrintedWithoutSecrets) {
  const Result result = RunProgram({"--check-config", "--config", GoodConfig()});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("example.my.salesforce.com"));
  EXPECT_THAT(result.out, HasSubstr("***"));
  EXPECT_THAT(result.out, Not(HasSubstr("AQ0secret")));
}

TEST(Program, WrongConfigurationNamesTheField) {
  const std::string unknown = WriteFile("unknown.yaml", "event_lops: 2\n");
  Result result = RunProgram({"--check-config"}, {"SFCONNECTOR_CONFIG=" + unknown});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr(unknown + ": event_lops:"));

  const std::string incomplete = WriteFile("incomplete.yaml", R"(
connections: {sandbox: {base_url: "https://a.my.salesforce.com", auth: {bearer_token: {}}}}
)");
  result = RunProgram({"--check-config", "--config", incomplete});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("connections.sandbox.auth.bearer_token.token:"));

  result = RunProgram({"--config", "/no/such.yaml"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("/no/such.yaml: cannot be read"));

  result = RunProgram({});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("there is no connection"));
}

TEST(Program, AddressThatCannotBeListenedOnIsNamed) {
  const Result result = RunProgram({"--config", GoodConfig(), "--listen", "192.0.2.1:1"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("listen: cannot listen on `192.0.2.1:1`"));
}

TEST(Program, ServesUntilASignalAndExitsWithSuccess) {
  for (const int signal : {SIGTERM, SIGINT}) {
    Process process({"--config", GoodConfig()}, {});
    const std::string line = process.ReadLine();
    ASSERT_THAT(line, StartsWith("sfconnector-server listening on 127.0.0.1:"));
    const std::string address = line.substr(line.rfind(' ') + 1);
    auto channel = grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
    EXPECT_TRUE(
        channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(30)));
    process.Signal(signal);
    EXPECT_EQ(process.Wait(), 0);
    EXPECT_THAT(process.standard_error, HasSubstr(R"("message":"starting")"));
    EXPECT_THAT(process.standard_error, HasSubstr(R"("message":"stopped")"));
    EXPECT_THAT(process.standard_error, Not(HasSubstr("AQ0secret")));
  }
}

#ifdef SFC_WITH_SIMULATOR
TEST(Program, SimulatorIsWhatTheDefaultConnectionLeadsTo) {
  Process process({"--simulator", "--listen", "127.0.0.1:0"}, {});
  EXPECT_THAT(process.ReadLine(), StartsWith("simulated org listening on http://127.0.0.1:"));
  const std::string line = process.ReadLine();
  ASSERT_THAT(line, StartsWith("sfconnector-server listening on "));
  auto channel =
      grpc::CreateChannel(line.substr(line.rfind(' ') + 1), grpc::InsecureChannelCredentials());
  grpc::ClientContext context;
  v1::QueryRequest request;
  request.set_soql("SELECT Id FROM Account");
  v1::QueryResponse response;
  const grpc::internal::RpcMethod method("/sfconnector.v1.QueryService/Query",
                                         grpc::internal::RpcMethod::NORMAL_RPC);
  const grpc::Status status =
      grpc::internal::BlockingUnaryCall(channel.get(), method, &context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_GT(response.total_size(), 0);
  process.Signal(SIGTERM);
  EXPECT_EQ(process.Wait(), 0);
}
#else
TEST(Program, SaysThatItHasNoSimulator) {
  const Result result = RunProgram({"--simulator"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("built without the simulator"));
}
#endif

}  // namespace
}  // namespace sfconnector::testing
