namespace MotCua.Catalogue;

/// <summary>Names of our groups of fields.</summary>
internal static class FieldGroups
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["ho_tich"] = "Hộ tịch", ["chung_thuc"] = "Chứng thực", ["dat_dai"] = "Đất đai", ["xay_dung"] = "Xây dựng", ["doanh_nghiep"] = "Doanh nghiệp",
        ["hop_tac_xa"] = "Hợp tác xã", ["ho_kinh_doanh"] = "Hộ kinh doanh", ["thue"] = "Thuế", ["bao_tro_xa_hoi"] = "Bảo trợ xã hội",
            ["nguoi_co_cong"] = "Người có công",
        ["giao_duc"] = "Giáo dục", ["y_te"] = "Y tế", ["lao_dong"] = "Lao động, việc làm", ["bhxh"] = "Bảo hiểm xã hội", ["cu_tru"] = "Cư trú",
            ["can_cuoc"] = "Căn cước",
        ["xuat_nhap_canh"] = "Xuất nhập cảnh", ["an_ninh_trat_tu"] = "An ninh, trật tự", ["giao_thong"] = "Giao thông", ["moi_truong"] = "Môi trường",
        ["nong_nghiep_thuy_san"] = "Nông nghiệp, thủy sản", ["cong_thuong"] = "Công thương", ["khoa_hoc_cong_nghe"] = "Khoa học, công nghệ",
        ["van_hoa_the_thao_du_lich"] = "Văn hóa, thể thao, du lịch", ["noi_vu"] = "Nội vụ", ["tu_phap"] = "Tư pháp", ["tu_phap_khac"] = "Tư pháp khác",
        ["ly_lich_tu_phap"] = "Lý lịch tư pháp", ["khieu_nai_to_cao"] = "Khiếu nại, tố cáo", ["tai_chinh"] = "Tài chính", ["khac"] = "Lĩnh vực khác",
        ["thanh_tra"] = "Thanh tra", ["dan_toc_ton_giao"] = "Dân tộc, tôn giáo", ["quoc_phong"] = "Quốc phòng",
            ["thong_tin_truyen_thong"] = "Thông tin, truyền thông",
    };

    public static string Name(string code) => Names.GetValueOrDefault(code) ?? char.ToUpperInvariant(code[0]) + code[1..].Replace('_', ' ');
}
