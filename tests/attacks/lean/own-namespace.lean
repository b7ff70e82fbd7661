-- accepted as: theorem A.x : A.False
namespace A
def False := True
theorem x : False := trivial
end A
