using MotCua.Organisation.Contracts;
using MotCua.Workflow.Contracts;
using MotCua.Workflow.Definition;

namespace MotCua.Workflow.Design;

/// <summary>Quy trình chuẩn: patterns to begin with. Their hours share the term of the procedure; an officer makes them fit.</summary>
internal static class StandardDrawings
{
    public static readonly IReadOnlyList<(string Key, string Words)> All =
    [
        ("trong-ngay", "Trong ngày: tiếp nhận, thẩm định, ký, trả"), ("don-gian", "Đơn giản: có phân công, thẩm định, ký, vào sổ"),
        ("lay-y-kien", "Có lấy ý kiến cơ quan khác"), ("thuc-dia", "Có kiểm tra thực địa, bổ sung khi chưa đạt"),
        ("nghia-vu-thue", "Có nghĩa vụ thuế: chờ cơ quan thuế xác nhận"), ("lien-thong", "Liên thông: mở thêm hồ sơ của thủ tục khác"),
        ("nhom-lien-thong", "Nhóm liên thông: một tờ khai, mỗi thủ tục một hồ sơ"),
    ];

    /// <returns>null: no such pattern.</returns>
    public static string? Draw(string key, ProcedureFacts procedure) =>
        All.Any(one => one.Key == key) ? new Pattern(procedure).Of(key) : null;

    private sealed class Pattern(ProcedureFacts procedure)
    {
        private readonly List<Node> nodes = [];
        private readonly List<Flow> flows = [];
        private readonly decimal term = Math.Max(8, procedure.TermHours ?? 80);

        private decimal Small => StepRules.SmallShare(term);

        private decimal Signing => StepRules.SigningShare(term);

        public string Of(string key)
        {
            nodes.Add(new Start("start", "", 0));
            Step("receive", "Tiếp nhận hồ sơ", StepKind.Receive, Roles.ReceivingOfficer, Small);
            if (key == "nhom-lien-thong")
            {
                Group();
                return BpmnWriter.Write(new("process", procedure.Title, nodes, flows));
            }
            if (key != "trong-ngay") Step("assign", "Phân công thụ lý", StepKind.Assign, Roles.Leader, Small);
            // What is left for judging when the others have their time.
            var left = term - Signing - ((key == "trong-ngay" ? 3 : 4) * Small);
            switch (key)
            {
                case "lay-y-kien": Opinions(left); break;
                case "thuc-dia": Visit(left); break;
                case "nghia-vu-thue": Tax(left); break;
                case "lien-thong":
                    Step("appraise", "Thẩm định hồ sơ, dự thảo kết quả", StepKind.Appraise, Roles.Specialist, left);
                    Then(new CallActivity("lien-thong", "Giải quyết thủ tục liên thông", 0, null));
                    break;
                default: Step("appraise", "Thẩm định hồ sơ, dự thảo kết quả", StepKind.Appraise, Roles.Specialist, left); break;
            }
            Step("sign", "Ký duyệt kết quả", StepKind.Sign, Roles.Leader, Signing);
            Step("number", "Vào sổ, đóng dấu", StepKind.Number, Roles.Registrar, Small);
            Step("return", "Trả kết quả", StepKind.Return, Roles.ReceivingOfficer, Small);
            Then(new End("end", "", 0, Terminates: false));
            return BpmnWriter.Write(new("process", procedure.Title, nodes, flows));
        }

        /// <summary>The first dossier, then the others beside each other when it has come to a result.</summary>
        private void Group()
        {
            Then(new CallActivity("thu-tuc-dau", "Thủ tục đầu tiên", 0, null));
            Then(new Gateway("co-ket-qua", "", 0, GatewayKind.Exclusive));
            Branch("co-ket-qua", new Gateway("cung-luc", "", 0, GatewayKind.Parallel), $"step.thu-tuc-dau = \"{LinkedEnd.Done}\"");
            var others = new[] { new CallActivity("thu-tuc-hai", "Thủ tục thứ hai", 0, null), new CallActivity("thu-tuc-ba", "Thủ tục thứ ba", 0, null) };
            foreach (var call in others)
            {
                nodes.Add(call);
                flows.Add(new($"cung-luc-{call.Id}", "", "cung-luc", call.Id, 0));
                flows.Add(new($"{call.Id}-cho-du", "", call.Id, "cho-du", 0));
            }
            nodes.Add(new Gateway("cho-du", "", 0, GatewayKind.Parallel));
            Meet("gap-lai", "co-ket-qua");
            Then(new End("end", "", 0, Terminates: false));
        }

        private void Opinions(decimal left)
        {
            Step("appraise", "Thẩm định hồ sơ", StepKind.Appraise, Roles.Specialist, Half(left), new("du", "Đủ căn cứ"), new("hoi", "Cần hỏi cơ quan khác"));
            Then(new Gateway("co-hoi", "", 0, GatewayKind.Exclusive));
            Branch("co-hoi", new UserTask("ask", "Gửi văn bản lấy ý kiến", 0, StepKind.Consult, Roles.Specialist, Seat.Agency, null, Small, [], []),
                "step.appraise = \"hoi\"");
            Then(new Catch("opinions", "Chờ ý kiến", 0, Awaited.Consultation, null));
            Then(new UserTask("sum-up", "Tổng hợp ý kiến, dự thảo kết quả", 0, StepKind.Appraise, Roles.Specialist, Seat.Agency, null,
                Math.Max(0.5m, left - Half(left) - Small), [], []));
            Meet("gap-lai", "co-hoi");
        }

        private void Visit(decimal left)
        {
            Then(new Gateway("tu-dau", "", 0, GatewayKind.Exclusive));
            Step("visit", "Kiểm tra thực địa", StepKind.Appraise, Roles.Specialist, Half(left), new("dat", "Đạt"), new("chua", "Chưa đạt, cần bổ sung"));
            Then(new Gateway("co-dat", "", 0, GatewayKind.Exclusive));
            Branch("co-dat", new Catch("supplement", "Chờ người nộp bổ sung", 0, Awaited.Supplement, null), "step.visit = \"chua\"");
            flows.Add(new("supplement-tu-dau", "", "supplement", "tu-dau", 0));
            nodes.Add(new UserTask("appraise", "Thẩm định hồ sơ, dự thảo kết quả", 0, StepKind.Appraise, Roles.Specialist, Seat.Agency, null,
                Math.Max(0.5m, left - Half(left)), [], []));
            flows.Add(new("co-dat-appraise", "", "co-dat", "appraise", 0, IsDefault: true));
        }

        private void Tax(decimal left)
        {
            Step("appraise", "Thẩm định hồ sơ, dự thảo kết quả", StepKind.Appraise, Roles.Specialist, left - Small, new("co", "Có nghĩa vụ tài chính"),
                new("khong", "Không có"));
            Then(new Gateway("co-thue", "", 0, GatewayKind.Exclusive));
            Branch("co-thue", new UserTask("tax-slip", "Chuyển phiếu sang cơ quan thuế", 0, StepKind.Consult, Roles.Specialist, Seat.Agency, null, Small,
                [], []), "step.appraise = \"co\"");
            Then(new Catch("tax", "Chờ xác nhận đã hoàn thành nghĩa vụ tài chính", 0, Awaited.Confirmation, null));
            Meet("gap-lai", "co-thue");
        }

        private static decimal Half(decimal hours) => Math.Max(0.5m, Math.Round(hours) / 2);

        private void Step(string id, string name, StepKind kind, string role, decimal hours, params Outcome[] outcomes) =>
            Then(new UserTask(id, name, 0, kind, role, kind is StepKind.Receive or StepKind.Return ? Seat.Office : Seat.Agency, null, hours, [], outcomes));

        /// <summary>After what was drawn last.</summary>
        private void Then(Node node)
        {
            var before = nodes[^1].Id;
            nodes.Add(node);
            flows.Add(new($"{before}-{node.Id}", "", before, node.Id, 0));
        }

        private void Branch(string gateway, Node node, string condition)
        {
            nodes.Add(node);
            flows.Add(new($"{gateway}-{node.Id}", "", gateway, node.Id, 0, condition));
        }

        /// <summary>Where the branch that was drawn last and the default of its gateway come together.</summary>
        private void Meet(string id, string gateway)
        {
            Then(new Gateway(id, "", 0, GatewayKind.Exclusive));
            flows.Add(new($"{gateway}-{id}", "", gateway, id, 0, IsDefault: true));
        }
    }
}
