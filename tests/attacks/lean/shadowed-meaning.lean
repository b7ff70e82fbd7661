-- rejected: has already been declared
import DetLM
namespace DetLM
def Accepted (P : Program) (c : Context) (o : Text) (w : Witness) : Prop := True
