// SPDX-License-Identifier: Apache-2.0
#include "simulator/base/text.h"
#include "tests/simulator/org_fixture.h"

namespace sfsim {
namespace {

constexpr char kMultipart[] = "multipart/form-data; boundary=\"part line\"";

class FileTest : public OrgTest {
 protected:
  std::string Url(const std::string& path) { return std::string(kData) + "/sobjects/" + path; }
  // Two parts as Salesforce's documentation shows them.
  static std::string Parts(const std::string& json, const std::string& name,
                           const std::string& bytes, const std::string& line = "\r\n") {
    return "--part line" + line + "Content-Disposition: form-data; name=\"entity_document\";" +
           line + "Content-Type: application/json" + line + line + json + line + "--part line" +
           line + "Content-Type: application/pdf" + line +
           "Content-Disposition: form-data; name=\"" + name + "\"; filename=\"a.pdf\"" + line +
           line + bytes + line + "--part line--";
  }
  HttpReply Post(const std::string& object, const std::string& body) {
    return Call("POST", Url(object), body, {{"Content-Type", kMultipart}});
  }
  std::string bytes_ = std::string("\0\x01\xff\r\n--part lin\n", 16) + "end";
};

TEST_F(FileTest, BytesComeBackAsTheyWereSentInBase64) {
  const std::string account = Create("Account", R"({"Name":"a"})");
  const std::string id =
      Create("Attachment", R"({"Name":"x.bin","ContentType":"image/png","ParentId":")" + account +
                               R"(","Body":")" + Base64Encode(bytes_) + "\"}");
  const HttpReply body = Call("GET", Url("Attachment/" + id + "/Body"));
  EXPECT_EQ(200, body.status);
  EXPECT_EQ(bytes_, body.body);
  EXPECT_EQ("image/png", body.Header("content-type"));
  const JsonValue record = Call("GET", Url("Attachment/" + id)).Json();
  EXPECT_EQ(Url("Attachment/" + id + "/Body"), record.Text("Body"));
  EXPECT_EQ(static_cast<int64_t>(bytes_.size()), record.Integer("BodyLength"));
  EXPECT_EQ(Url("Attachment/" + id + "/Body"), Column("SELECT Body FROM Attachment", "Body"));
  EXPECT_EQ(405, Call("DELETE", Url("Attachment/" + id + "/Body")).status);
}

TEST_F(FileTest, BytesMayComeAsAPartOfTheirOwn) {
  const std::string account = Create("Account", R"({"Name":"a"})");
  const std::string json = R"({"Name":"x","ParentId":")" + account + "\"}";
  for (const char* line : {"\r\n", "\n"}) {
    const HttpReply reply = Post("Attachment", Parts(json, "Body", bytes_, line));
    ASSERT_EQ(201, reply.status) << reply.body;
    EXPECT_EQ(bytes_, Call("GET", Url("Attachment/" + reply.Json().Text("id") + "/Body")).body);
  }
}

TEST_F(FileTest, TheRecordMayStandBehindItsFile) {
  const std::string account = Create("Account", R"({"Name":"a"})");
  const std::string record = R"({"Name":"x","ParentId":")" + account + "\"}";
  const std::string line = "\r\n--part line\r\nContent-Disposition: form-data; name=";
  // The second file is JSON as the record is.
  for (const char* type : {"application/octet-stream", "application/json"}) {
    std::string body = line.substr(2) + "\"Body\"; filename=\"a.bin\"\r\nContent-Type: ";
    body.append(type).append("\r\n\r\n").append(bytes_).append(line);
    body.append("\"Attachment\"\r\nContent-Type: application/json\r\n\r\n").append(record);
    body.append("\r\n--part line--\r\n");
    const HttpReply reply = Post("Attachment", body);
    ASSERT_EQ(201, reply.status) << reply.body;
    EXPECT_EQ(bytes_, Call("GET", Url("Attachment/" + reply.Json().Text("id") + "/Body")).body);
  }
}

TEST_F(FileTest, FilesWithoutARecordAreRefused) {
  const HttpReply reply =
      Post("Attachment",
           "--part line\r\nContent-Disposition: form-data; name=\"Body\"; filename=\"a.bin\""
           "\r\n\r\nbytes\r\n--part line--");
  EXPECT_EQ(400, reply.status);
  EXPECT_EQ("INVALID_MULTIPART_REQUEST", reply.Json().items[0].Text("errorCode"));
}

TEST_F(FileTest, LargeFilesPass) {
  const std::string account = Create("Account", R"({"Name":"a"})");
  std::string large;
  for (int64_t i = 0; large.size() < 55'000'000; ++i) large += std::to_string(i * 7919) + "\r\n--";
  const HttpReply reply =
      Post("Attachment", Parts(R"({"Name":"x","ParentId":")" + account + "\"}", "Body", large));
  ASSERT_EQ(201, reply.status) << reply.body;
  EXPECT_TRUE(large == Call("GET", Url("Attachment/" + reply.Json().Text("id") + "/Body")).body);
}

TEST_F(FileTest, OnlyFilesMayBeLargerThanFiftyMegabytes) {
  const auto status = [this](const std::string& type, const std::string& size) {
    HttpConnection connection(port_);
    connection.Send("POST " + Url("Attachment") + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " +
                    token_ + "\r\nContent-Type: " + type + "\r\nContent-Length: " + size +
                    "\r\nExpect: 100-continue\r\n\r\n");
    return connection.Receive().status;
  };
  EXPECT_EQ(413, status("application/json", "52428801"));
  EXPECT_EQ(100, status("application/json", "52428800"));
  EXPECT_EQ(100, status(kMultipart, "524288000"));
  EXPECT_EQ(413, status(kMultipart, "524288001"));
}

TEST_F(FileTest, MessagesThatAreNoMultipartAreRefused) {
  const std::string good = Parts("{}", "Body", "x");
  std::vector<std::string> bodies = {"",
                                     "--part line",
                                     "--part line\r\n",
                                     "--part line--",
                                     good.substr(0, good.size() - 20),
                                     Parts("nonsense", "Body", "x"),
                                     Parts("{}", "Name", "x")};
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "--part line\r\n\r\n{}\r\n";
  bodies.push_back(many + "--part line--");
  for (const std::string& body : bodies) {
    EXPECT_EQ(400, Post("Attachment", body).status) << body.substr(0, 200);
  }
  for (const char* type :
       {"multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"",
        "multipart/form-data; boundary=other"}) {
    EXPECT_EQ(400, Call("POST", Url("Attachment"), good, {{"Content-Type", type}}).status) << type;
  }
}

TEST_F(FileTest, AFileVersionBringsItsFileAndLinks) {
  const std::string account = Create("Account", R"({"Name":"a"})");
  const HttpReply reply = Post(
      "ContentVersion",
      Parts(R"({"PathOnClient":"C:\\docs\\Offer.PDF","FirstPublishLocationId":")" + account + "\"}",
            "VersionData", bytes_));
  ASSERT_EQ(201, reply.status) << reply.body;
  const std::string id = reply.Json().Text("id");
  const JsonValue version = Call("GET", Url("ContentVersion/" + id)).Json();
  EXPECT_EQ("Offer", version.Text("Title"));
  EXPECT_EQ("pdf", version.Text("FileExtension"));
  EXPECT_EQ("PDF", version.Text("FileType"));
  EXPECT_EQ("1", version.Text("VersionNumber"));
  EXPECT_TRUE(version.Flag("IsLatest"));
  EXPECT_EQ(static_cast<int64_t>(bytes_.size()), version.Integer("ContentSize"));
  EXPECT_EQ(bytes_, Call("GET", Url("ContentVersion/" + id + "/VersionData")).body);
  const std::string file = version.Text("ContentDocumentId");
  EXPECT_EQ(id,
            Column("SELECT LatestPublishedVersionId FROM ContentDocument WHERE Id = '" + file + "'",
                   "LatestPublishedVersionId"));
  EXPECT_EQ(account, Column("SELECT LinkedEntityId FROM ContentDocumentLink WHERE ShareType = 'V' "
                            "AND ContentDocumentId = '" +
                                file + "'",
                            "LinkedEntityId"));
}

TEST_F(FileTest, AFurtherVersionTakesTheLead) {
  const std::string first =
      Create("ContentVersion", R"({"Title":"t","PathOnClient":"a.txt","VersionData":"YQ=="})");
  const std::string file =
      Column("SELECT ContentDocumentId FROM ContentVersion", "ContentDocumentId");
  const std::string second =
      Create("ContentVersion", R"({"Title":"u","PathOnClient":"a.txt","VersionData":"YmM=",
          "ContentDocumentId":")" + file +
                                   "\"}");
  EXPECT_EQ("1|2", Column("SELECT VersionNumber FROM ContentVersion ORDER BY VersionNumber",
                          "VersionNumber"));
  EXPECT_EQ(second, Column("SELECT Id FROM ContentVersion WHERE IsLatest = true", "Id"));
  EXPECT_EQ("u", Column("SELECT Title FROM ContentDocument", "Title"));
  EXPECT_EQ(204, Call("DELETE", Url("ContentDocument/" + file)).status);
  EXPECT_EQ(404, Call("GET", Url("ContentVersion/" + first + "/VersionData")).status);
}

TEST_F(FileTest, FilesNeedTheirBytesAndValidBase64) {
  EXPECT_EQ(400, Call("POST", Url("ContentVersion"), R"({"Title":"t","PathOnClient":"a"})").status);
  EXPECT_EQ(400, Call("POST", Url("ContentVersion"),
                      R"({"Title":"t","PathOnClient":"a","VersionData":"%%"})")
                     .status);
  EXPECT_EQ("", Column("SELECT Id FROM ContentDocument", "Id"));
}

}  // namespace
}  // namespace sfsim
