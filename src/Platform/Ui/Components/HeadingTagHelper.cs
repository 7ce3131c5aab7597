using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace MotCua.Platform.Ui.Components;

/// <summary>
/// Từ ghép không gãy dòng ở tiêu đề: "Việt / Nam" or "hồ / sơ" at the end of a line is read twice. The words of a heading stay as they are written;
/// compounds are only kept together.
/// </summary>
[HtmlTargetElement("h1"), HtmlTargetElement("h2"), HtmlTargetElement("h3")]
public sealed partial class HeadingTagHelper : TagHelper
{
    /// <summary>Two syllables that are one word, as they are frequent in names of procedures and pages.</summary>
    private static readonly HashSet<string> Compounds = new("""
        đăng ký,thủ tục,hoạt động,việt nam,tổ chức,sử dụng,nước ngoài,đầu tư,giấy phép,thực hiện,cá nhân,chứng nhận,chứng thực,thay đổi,kinh doanh,xây dựng,
        cơ sở,văn phòng,văn bản,bổ sung,điều chỉnh,dự án,cấp tỉnh,cấp xã,thành lập,chi nhánh,đại diện,phê duyệt,hỗ trợ,giáo dục,quản lý,khai thác,phương tiện,
        thông tin,nội dung,thẩm quyền,thẩm định,doanh nghiệp,chấp thuận,chủ tịch,hợp tác,trung tâm,hành nghề,hành chính,trường hợp,khoa học,chấm dứt,mục đích,
        giải quyết,giải thể,công trình,công khai,công ty,công cụ,công nghệ,công dân,công chức,đô thị,bảo vệ,bảo hiểm,giai đoạn,chế độ,thương mại,phạm vi,
        điện tử,điều kiện,đề nghị,nhà ở,nhà nước,tài sản,tài khoản,nhân dân,cơ quan,gia hạn,gia đình,ủy ban,xã hội,gắn liền,nghiên cứu,thu nhập,thu hồi,yêu cầu,
        thông báo,dịch vụ,quyết định,tham gia,chứng chỉ,hồ sơ,căn cước,an toàn,vận tải,mầm non,thú y,lựa chọn,khu vực,khoáng sản,phổ thông,phát triển,
        đặc biệt,dữ liệu,sở hữu,ngân sách,thăm dò,yếu tố,quốc tế,quốc gia,cư trú,cho thuê,kết quả,xác nhận,xác định,cộng đồng,sản xuất,sản phẩm,hiện tại,
        luật sư,địa phương,địa điểm,địa bàn,địa chỉ,thủy lợi,thủy sản,đào tạo,chuyển nhượng,chuyển đổi,kỹ thuật,nhập khẩu,xuất khẩu,đơn vị,hạ tầng,đường bộ,
        trẻ em,thường xuyên,thường trú,tạm trú,chính sách,trực tiếp,công bố,trách nhiệm,nhiệm vụ,thiết kế,thành phố,thành viên,lao động,kiểm tra,kiểm định,
        liệt sĩ,thể thao,xử lý,tự nguyện,đấu giá,trợ giúp,trợ cấp,môi trường,giá trị,chăn nuôi,trung học,trung ương,pháp luật,pháp lý,y tế,hàng tháng,
        hàng hóa,hòa giải,con nuôi,trụ sở,phục vụ,tôn giáo,tín ngưỡng,thời hạn,thời gian,chương trình,tài nguyên,cho phép,lần đầu,giám định,phương án,
        quy định,quy trình,vật liệu,tư vấn,tư pháp,nông nghiệp,nghề nghiệp,đối tượng,liên quan,cung cấp,thực phẩm,giao thông,thi hành,khai sinh,khai tử,
        kết hôn,hộ tịch,hợp đồng,động vật,thực vật,viên chức,giấy tờ,bản sao,bản chính,bản khai,tờ khai,tiếp nhận,lệ phí,tin nhắn,mật khẩu,đăng nhập,
        tra cứu,phản ánh,kiến nghị,cán bộ,lãnh đạo,chuyên viên,từ chối,nguồn gốc,phối hợp,phân công,nhắc việc,quyền hạn,đính chính,số hóa,dự thảo,
        """.Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), StringComparer.OrdinalIgnoreCase);

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output) =>
        output.Content.SetHtmlContent(Words().Replace((await output.GetChildContentAsync()).GetContent(), run => Kept(run.Value)));

    /// <param name="text">Encoded already.</param>
    private static string Kept(string text)
    {
        var (words, kept) = (text.Split(' '), new StringBuilder(text.Length + 64));
        for (var i = 0; i < words.Length; i++)
        {
            if (i > 0) kept.Append(' ');
            if (i + 1 < words.Length && Compounds.Contains($"{words[i].TrimStart('(', '\n')} {words[i + 1].TrimEnd(',', ';', '.', ':', ')', '\n')}"))
                kept.Append("<span class=\"together\">").Append(words[i]).Append(' ').Append(words[++i]).Append("</span>");
            else kept.Append(words[i]);
        }
        return kept.ToString();
    }

    /// <summary>What stands between marks, never within one.</summary>
    [GeneratedRegex("(?<=^|>)[^<]+")]
    private static partial Regex Words();
}
