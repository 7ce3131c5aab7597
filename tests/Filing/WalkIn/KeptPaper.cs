using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Files;
using MotCua.Tests.Dossiers;
using MotCua.Tests.TestKit;

namespace MotCua.Tests.Filing.WalkIn;

/// <summary>Giấy chứng sinh in the vault of the person who stands at the counter.</summary>
internal static class KeptPaper
{
    /// <summary>From now on the line of the form can be met by a kept paper.</summary>
    public static Task Wanted(House house) => house.Execute("""
        update catalogue.procedure_version v set content = jsonb_set(content, '{papers}',
            (select jsonb_agg(case when p->>'key' = 'giay-chung-sinh' then p || '{"paperType":"GCS"}' else p end)
            from jsonb_array_elements(content->'papers') p))
        from catalogue.procedure c where c.version_id = v.id and c.alias = 'KS01'
        """);

    /// <param name="late">So long after now it was put there: the newest is offered first.</param>
    public static async Task<Guid> Put(House house, string child = "Nguyễn Gia Hân", string number = "45", TimeSpan late = default) =>
        await house.Scalar<Guid>("""
            insert into vault.item (id, owner_kind, owner_number, paper_type, title, number, origin, paper_id, sha256, media_type, deposited_at,
                subject_name, subject_born)
            values (gen_random_uuid(), 'person', '096159999001', 'GCS', 'Giấy chứng sinh', $1, 'accepted', gen_random_uuid(), $2, 'image/png', now() + $3,
                $4, '2026-04-20') returning id
            """, number, (await house.Services.GetRequiredService<FileStore>().Put(Applicant.Png(150))).Sha256, late, child);
}
