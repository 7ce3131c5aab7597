using Microsoft.Playwright;
using Xunit;

namespace MotCua.Journeys;

/// <summary>J30: who looks after the system sees what is stuck, why and since when, and has it tried again.</summary>
public sealed class J30_operations(Product product)
{
    [Fact]
    public async Task An_administrator_sees_what_is_stuck_and_has_it_tried_again()
    {
        await product.Clock();
        await using var admin = await Visitor.Desk(product, "j30");
        await admin.SignIn("nam");
        await admin.Open("/quan-tri/van-hanh?loai=de-rieng");
        await admin.Sees("Không có việc nào bị để riêng");
        await admin.Look("empty");
        await product.Sql("""
            insert into platform.set_aside (subscription, stream, kind, epoch, txid, position, tries, reason, incident, since, next_try_at) values
                ('dossiers.keep-timers', 'dossier/019dd1a2-0000-7000-8000-000000000000', 'dossier.received/1', 1, '9', 900000001, 5,
                    'Thiếu dữ liệu cần có (InvalidOperationException)', 'VN-123456', '2026-04-28 01:30+00', null),
                ('dossiers.keep-timers', 'dossier/019dd1a2-0000-7000-8000-000000000000', 'dossier.resolved/1', 1, '9', 900000002, 0,
                    'Chờ sự kiện trước của cùng đối tượng', null, '2026-04-28 01:40+00', '2026-04-28 01:40+00'),
                ('dossiers.tell-submission', 'dossier/019dd1a2-0000-7000-8000-000000000001', 'dossier.submitted/1', 1, '9', 900000003, 5,
                    'Dữ liệu vướng ràng buộc của cơ sở dữ liệu (PostgresException 23514)', 'VN-223456', '2026-04-28 01:45+00', null);
            insert into platform.job (id, kind, payload, due_at, attempts, state, problem, incident, created_at, failed_at)
                select gen_random_uuid(), 'papers.read-scan', '{"j30":1}', '2026-04-28 01:00+00', 5, 'failed', 'Không đọc hoặc ghi được tệp (IOException)',
                    'VN-34567' || i, '2026-04-28 01:00+00', '2026-04-28 01:50+00' from generate_series(1, 2) i;
            insert into messages.message (id, channel, recipient, text, template, dossier_code, created_at, state, attempts, problem)
                values (gen_random_uuid(), 'sms', '0900999001', 'j30', 'dossier.submitted', 'H12.32248-260428-0001', '2026-04-28 01:00+00', 'failed', 1,
                    'Cổng tin nhắn trả lời 422: không nhận tin này');
            insert into messages.message (id, channel, recipient, text, template, created_at, due_at, state, attempts)
                values (gen_random_uuid(), 'email', 'a@example.vn', 'j30', 'dossier.submitted', '2026-04-28 01:00+00', '2026-04-28 01:00+00', 'waiting', 0);
            insert into messages.channel (channel, held_by, held_until) values ('email', gen_random_uuid(), now() + interval '10 minutes')
                on conflict (channel) do update set held_by = excluded.held_by, held_until = excluded.held_until;
            """);
        try
        {
            await using var phone = await Visitor.Phone(product, "j30");
            await phone.SignIn("nam");
            foreach (var visitor in new[] { admin, phone })
            {
                await visitor.Open("/quan-tri/van-hanh");
                await visitor.Sees("Giữ hẹn giờ nhắc việc của hồ sơ");
                await visitor.Look("set-aside");
                await visitor.Open("/quan-tri/van-hanh?loai=khong-duoc");
                await visitor.Sees("không nhận tin này");
                await visitor.Look("failed");
                await visitor.Open("/quan-tri/van-hanh?loai=tre");
                await visitor.Sees("Thư điện tử");
                await visitor.Look("late");
            }
            await phone.Open("/quan-tri/van-hanh?loai=de-rieng");
            await phone.Button("Thử lại cả 2 việc").ClickAsync();
            await phone.Sees("Đã cho thử lại 2 việc");
            await phone.Look("asked");
            await admin.Open("/quan-tri/van-hanh?loai=de-rieng");
            await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Thử lại: Sự kiện 900000003" }).ClickAsync();
            await admin.Sees("Đã cho thử lại 1 việc");
            await admin.Open("/quan-tri/nhat-ky?luong=work/dossiers.tell-submission");
            await admin.Sees("Cho thử lại việc bị để riêng");
        }
        finally
        {
            await product.Sql("""
                delete from platform.set_aside where position > 900000000; delete from platform.job where payload ? 'j30';
                delete from messages.message where text = 'j30';
                update messages.channel set held_until = null;
                """);
        }
    }
}
